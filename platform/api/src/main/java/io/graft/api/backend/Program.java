package io.graft.api.backend;

import io.graft.api.graph.Graph;
import io.graft.api.model.Rule;
import java.util.Optional;

/**
 * What a backend compiles.
 *
 * @param graph the graph
 * @param training how to train it, when it is to be trained
 */
public record Program(Graph graph, Optional<Training> training) {

    /** A program for answers only. */
    public static Program inference(Graph graph) {
        return new Program(graph, Optional.empty());
    }

    /** A program that trains and answers. */
    public static Program training(Graph graph, String loss, Rule rule, Clip clip) {
        return new Program(graph, Optional.of(new Training(loss, rule, clip)));
    }

    /**
     * How to train.
     *
     * @param loss the name of the graph's output that is made small, a scalar
     * @param rule how parameters move
     * @param clip how gradients are clipped
     */
    public record Training(String loss, Rule rule, Clip clip) {}

    /**
     * How gradients are clipped before the rule sees them.
     *
     * @param norm the greatest Euclidean norm over all gradients together; 0 for none. Gradients are multiplied with norm / (‖g‖ + 1e-6) when ‖g‖ is greater, as PyTorch does
     * @param value the greatest absolute value of an element; 0 for none; applied before the norm
     */
    public record Clip(double norm, double value) {
        /** No clipping. */
        public static final Clip NONE = new Clip(0, 0);
    }
}
