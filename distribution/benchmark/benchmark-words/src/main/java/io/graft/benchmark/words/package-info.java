/** The plug-in that the benchmark replaces. */
package io.graft.benchmark.words;
