package io.graft.training;

import java.nio.file.Path;
import java.util.List;

/** What happens during a run, for whoever watches it. */
public sealed interface RunEvent {

    /**
     * Rows are being read.
     *
     * @param what e.g. {@code learning from train}
     */
    record Reading(String what, long rows) implements RunEvent {}

    /** A backend is being measured, to choose the fastest. */
    record Measuring(String backend) implements RunEvent {}

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

    /**
     * The run was changed at a step boundary.
     *
     * @param epoch from 0
     * @param step after how many steps of the run
     * @param changes what was changed, kept and made new, a sentence each
     */
    record Swapped(int epoch, long step, List<String> changes) implements RunEvent {}

    /** A run of {@link Runs} has ended, for better or worse; the last that is told of it. */
    record Ended(RunRecord run) implements RunEvent {}

    /** Something that does not stop the run. */
    record Warned(String sentence) implements RunEvent {}
}
