package io.graft.training;

import java.nio.file.Path;

/** What happens during a run, for whoever watches it. */
public sealed interface RunEvent {

    /**
     * Rows are being read.
     *
     * @param what e.g. {@code learning from train}
     */
    record Reading(String what, long rows) implements RunEvent {}

    /** The first step is about to be made. */
    record Began(
            String run,
            String pipeline,
            String backend,
            long parameters,
            int trainRows,
            int validationRows,
            int classes,
            int epochs,
            long stepsPerEpoch)
            implements RunEvent {}

    /** A run goes on from a checkpoint. */
    record Resumed(int epoch, long step) implements RunEvent {}

    /**
     * Steps were made; told a few times a second at most.
     *
     * @param epoch from 0
     * @param step the steps made in this epoch
     * @param loss the mean loss of the epoch so far
     * @param secondsLeft for the whole run
     */
    record Progress(
            int epoch, int epochs, long step, long steps, double loss, double samplesPerSecond, double secondsLeft)
            implements RunEvent {}

    /** An epoch has ended. */
    record EpochEnded(EpochRecord epoch, int epochs) implements RunEvent {}

    /** A checkpoint was written. */
    record Checkpointed(Path file) implements RunEvent {}

    /** Training ends early. */
    record StoppedEarly(int bestEpoch, String why) implements RunEvent {}

    /** Something that does not stop the run. */
    record Warned(String sentence) implements RunEvent {}
}
