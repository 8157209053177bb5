package io.graft.pipeline.live;

import io.graft.descriptor.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline is.
 *
 * @param name its name
 * @param state whether it answers
 * @param sentence the state for a person to read; when it does not answer, why, and what it waits for
 * @param generation the number of the generation that answers, or answered last
 * @param model the version of its model
 * @param backend the backend that answers; empty when none does
 * @param since since when that generation has been published
 * @param descriptor what is deployed
 * @param parts what the generation is made of
 * @param ghosts the components that have gone, or have not come yet
 * @param trial the generation on trial
 * @param history the generations before, the newest first; a rollback goes back to the first
 */
public record PipelineStatus(
        String name,
        State state,
        String sentence,
        int generation,
        int model,
        String backend,
        Instant since,
        Tree descriptor,
        List<PartStatus> parts,
        List<Ghost> ghosts,
        Optional<Trial> trial,
        List<Past> history) {

    /** Whether a pipeline answers. */
    public enum State {
        /** It answers. */
        SERVING,
        /** It answers with a generation whose component has gone; the next change must wait for it. */
        GHOST,
        /** It does not answer and will by itself when what it waits for comes. */
        WAITING,
        /** It was told not to answer. */
        UNLOADED
    }

    /**
     * A component in use.
     *
     * @param path its place in the descriptor
     * @param kind its kind
     * @param name its name
     * @param plugin the symbolic name of its plug-in
     * @param version the version of its plug-in
     * @param bundle the id of its bundle
     */
    public record PartStatus(String path, String kind, String name, String plugin, String version, long bundle) {}

    /**
     * A component that is not there.
     *
     * @param path its place in the descriptor
     * @param kind its kind
     * @param name its name
     * @param plugin the plug-in that had it; empty when that is not known
     * @param sentence what the pipeline waits for
     */
    public record Ghost(String path, String kind, String name, String plugin, String sentence) {}

    /**
     * A generation on trial.
     *
     * @param settings how it is tried
     * @param generation its number
     * @param rows how many rows it has answered
     * @param failed how many of them failed
     * @param disagreed in how many of them its best class differed from the published generation's
     */
    public record Trial(TrialSettings settings, int generation, long rows, long failed, long disagreed) {}

    /**
     * A generation that was replaced.
     *
     * @param generation its number
     * @param model the version of its model
     * @param published when it was published
     * @param replaced why it was replaced, e.g. {@code prepare[1]: unicode-words → chinese-words}
     * @param plugins whether it was replaced because a plug-in's code was; then the plug-in manager is the one to go back
     */
    public record Past(int generation, int model, Instant published, String replaced, boolean plugins) {}

    /** Copies. */
    public PipelineStatus {
        parts = List.copyOf(parts);
        ghosts = List.copyOf(ghosts);
        history = List.copyOf(history);
    }
}
