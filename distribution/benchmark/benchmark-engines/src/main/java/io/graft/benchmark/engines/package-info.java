/** Six networks on Graft's backends, outside the framework: what {@code engines.sh} runs. */
package io.graft.benchmark.engines;
