package io.graft.pipeline;

/** One step of a chain: does its work on the row in flight. */
@FunctionalInterface
interface Link {

    /** False when the row is dropped from training. */
    boolean run(Row row);
}
