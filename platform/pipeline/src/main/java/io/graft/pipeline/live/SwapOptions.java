package io.graft.pipeline.live;

import java.time.Duration;
import java.util.Optional;

/**
 * How a change is made.
 *
 * @param force publish although the gate refuses; what cannot be assembled or gives no finite numbers is refused all the same
 * @param dryRun only prepare and judge
 * @param gate whether the probe set is asked; without it only what cannot answer is refused
 * @param memoryFirst retire the old generation before the next is loaded, for models of which two do not fit into memory: requests wait meanwhile, and when
 *     the next fails the old one is loaded again. Otherwise both are loaded for a while
 * @param drain how long requests of the old generation may take before it is retired under them
 * @param trial answer only a part of the requests with the next generation at first; empty to publish at once
 * @param note why, for the history; may be empty
 */
public record SwapOptions(
        boolean force,
        boolean dryRun,
        boolean gate,
        boolean memoryFirst,
        Duration drain,
        Optional<TrialSettings> trial,
        String note) {

    /** As when nothing is said. */
    public static final SwapOptions DEFAULT =
            new SwapOptions(false, false, true, false, Duration.ofSeconds(30), Optional.empty(), "");

    /** The same, forced or not. */
    public SwapOptions withForce(boolean forced) {
        return new SwapOptions(forced, dryRun, gate, memoryFirst, drain, trial, note);
    }

    /** The same, as a dry run or not. */
    public SwapOptions withDryRun(boolean dry) {
        return new SwapOptions(force, dry, gate, memoryFirst, drain, trial, note);
    }

    /** The same, with the probe set asked or not. */
    public SwapOptions withGate(boolean asked) {
        return new SwapOptions(force, dryRun, asked, memoryFirst, drain, trial, note);
    }

    /** The same, memory first or not. */
    public SwapOptions withMemoryFirst(boolean first) {
        return new SwapOptions(force, dryRun, gate, first, drain, trial, note);
    }

    /** The same, with a trial. */
    public SwapOptions withTrial(TrialSettings settings) {
        return new SwapOptions(force, dryRun, gate, memoryFirst, drain, Optional.of(settings), note);
    }

    /** The same, with a note. */
    public SwapOptions withNote(String text) {
        return new SwapOptions(force, dryRun, gate, memoryFirst, drain, trial, text);
    }
}
