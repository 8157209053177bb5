package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Dim;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * Several values side by side along an axis: those that {@code from: [a, b]} names, or what several branches give of the same input. A branch
 * without layers gives the input itself.
 */
@Component(service = LayerType.class)
@ComponentName("concat")
public final class Concat implements LayerType<Concat.Settings> {

    /** The settings. */
    public record Settings(
            @Default("")
            @Meaning(
                    "Lists of layers that all take the same input; none when the layer takes several values, from: [a, b].")
            List<List<Layer>> branches,

            @Default("-1")
            @Meaning("The axis along which they lie side by side, from 1 (0 is the batch); -1 for the last.")
            int axis) {
        /** Copies and checks. */
        public Settings {
            branches = branches.stream().map(List::copyOf).toList();
            if (axis == 0)
                throw new IllegalArgumentException("axis 0 is the batch; write 1 or more, or -1 for the last");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return new Joined(settings);
    }

    private record Joined(Settings settings) implements Layer {
        @SuppressWarnings("try") // a scope is only opened and closed
        @Override
        public Value build(GraphBuilder g, Value x) {
            if (settings.branches().isEmpty())
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "concat gets one value; name several, from: [a, b], or give it branches.");
            List<Value> parts = new ArrayList<>();
            int branch = 0;
            for (List<Layer> layers : settings.branches())
                try (GraphBuilder.Scope scope = g.scope("branch" + branch++, "")) {
                    Value y = x;
                    for (Layer layer : layers) y = layer.build(g, y);
                    parts.add(y);
                }
            return join(g, parts, settings.axis());
        }

        @Override
        public Value build(GraphBuilder g, List<Value> inputs) {
            if (inputs.size() == 1) return build(g, inputs.get(0));
            if (!settings.branches().isEmpty())
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "concat has branches, which take one value, but 'from' names " + inputs.size()
                                + "; leave the branches out, or write two concats.");
            return join(g, inputs, settings.axis());
        }
    }

    private static Value join(GraphBuilder g, List<Value> parts, int axis) {
        for (Value part : parts) Inputs.numbers(g, "concat", part);
        Value first = parts.get(0);
        int rank = first.shape().rank();
        int along = axis < 0 ? axis + rank : axis;
        String given = parts.stream().map(Inputs::describe).collect(Collectors.joining(" and "));
        if (along < 1 || along >= rank)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    "concat has no axis " + axis + " in " + given + "; write -1 for the last.");
        for (Value p : parts)
            if (p.shape().rank() != rank
                    || !p.shape().with(along, Dim.of(1)).equals(first.shape().with(along, Dim.of(1))))
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "concat gets " + given + "; they may differ along axis " + along
                                + " only. Put a pooling, a flatten or a dense before one of them.");
        if (along == 1 && rank > 2 && parts.stream().anyMatch(p -> p.mask().isPresent()))
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    "concat cannot put masked sequences one after the other, for the first one's padding would lie between them; pool them first, or write axis: -1.");
        return g.concat(along, parts.toArray(Value[]::new));
    }
}
