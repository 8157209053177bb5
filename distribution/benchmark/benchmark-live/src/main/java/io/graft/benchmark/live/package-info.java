/** A server measured from outside. */
package io.graft.benchmark.live;
