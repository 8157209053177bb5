package io.graft.pipeline.live;

import io.graft.descriptor.Tree;
import io.graft.descriptor.YamlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is deployed under a name: all that is needed to assemble it again.
 *
 * @param pipeline its name
 * @param descriptor the descriptor
 * @param model the version of the model
 * @param generation the number of the generation that serves
 * @param last the greatest number that a generation has had, those on trial too
 * @param published since when it serves
 * @param unloaded whether it was told not to answer
 * @param parts what it was made of
 * @param history what served before, the newest first
 */
record Deployed(
        String pipeline,
        Tree descriptor,
        int model,
        int generation,
        int last,
        Instant published,
        boolean unloaded,
        List<PipelineStatus.PartStatus> parts,
        List<Kept> history) {
    private static final int KEPT = 20;

    /** A generation that served before, and its descriptor as YAML, to go back to. */
    record Kept(PipelineStatus.Past past, String descriptor) {}

    Deployed {
        parts = List.copyOf(parts);
        history = List.copyOf(history);
    }

    /** The same, told to answer or not. */
    Deployed unloaded(boolean now) {
        return new Deployed(pipeline, descriptor, model, generation, last, published, now, parts, history);
    }

    /** The same, after a generation of this number was on trial. */
    Deployed tried(int number) {
        return new Deployed(
                pipeline, descriptor, model, generation, Math.max(last, number), published, unloaded, parts, history);
    }

    /** Whether it is the same, assembled again at most. */
    boolean sameAs(Deployed now) {
        return model == now.model
                && unloaded == now.unloaded
                && descriptor.equals(now.descriptor)
                && history.equals(now.history);
    }

    /** What follows it; it becomes the newest of the history. */
    Deployed next(
            Tree nextDescriptor,
            int nextModel,
            int number,
            List<PipelineStatus.PartStatus> nextParts,
            String why,
            boolean plugins) {
        List<Kept> before = new ArrayList<>();
        before.add(new Kept(
                new PipelineStatus.Past(generation, model, published, why, plugins), YamlWriter.write(descriptor)));
        before.addAll(history.subList(0, Math.min(history.size(), KEPT - 1)));
        return new Deployed(
                pipeline,
                nextDescriptor,
                nextModel,
                number,
                Math.max(last, number),
                Instant.now(),
                false,
                nextParts,
                before);
    }

    /** The same, assembled again from what may be other bundles. */
    Deployed again(int number, List<PipelineStatus.PartStatus> nextParts) {
        return new Deployed(
                pipeline,
                descriptor,
                model,
                number,
                Math.max(last, number),
                number == generation ? published : Instant.now(),
                false,
                nextParts,
                history);
    }
}
