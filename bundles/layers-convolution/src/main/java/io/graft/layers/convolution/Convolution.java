package io.graft.layers.convolution;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The convolutions that layers here are made of; their parameters are in the scope that is open. */
final class Convolution {
    private Convolution() {}

    /** A convolution to so many channels. */
    static Field conv(
            GraphBuilder g, Field x, int filters, Window window, int groups, boolean bias, Initializer initializer) {
        if (x.channels() % groups != 0 || filters % groups != 0)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    "groups is " + groups + ", which must divide the " + x.channels() + " channels taken and the "
                            + filters + " given.");
        Map<String, Object> attributes = new LinkedHashMap<>(window.over(x.sizes()));
        if (groups > 1) attributes.put("group", groups);
        Value weight = g.parameter("weight", x.weights(filters, x.channels() / groups, window.kernel()), initializer);
        return x.moved(g, window, operator(g, "Conv", attributes, x, weight, filters, bias));
    }

    /** The same in a scope of its own, with He's uniform weights. */
    @SuppressWarnings("try") // a scope is only opened and closed
    static Field conv(GraphBuilder g, String name, Field x, int filters, Window window, boolean bias) {
        try (GraphBuilder.Scope scope = g.scope(name, "")) {
            return conv(g, x, filters, window, 1, bias, Initializer.heUniform());
        }
    }

    static Value operator(
            GraphBuilder g,
            String type,
            Map<String, Object> attributes,
            Field x,
            Value weight,
            int filters,
            boolean bias) {
        return bias
                ? g.op(
                        type,
                        attributes,
                        x.zeroed(g),
                        weight,
                        g.parameter("bias", Shape.of(filters), Initializer.zeros()))
                : g.op(type, attributes, x.zeroed(g), weight);
    }

    /** Batch normalization over the channels, in a scope of its own. */
    @SuppressWarnings("try") // a scope is only opened and closed
    static Field normalized(GraphBuilder g, String name, Field x) {
        try (GraphBuilder.Scope scope = g.scope(name, "")) {
            Shape channels = Shape.of(x.channels());
            return x.with(g.op(
                    "BatchNormalization",
                    Map.of("epsilon", 1e-5f, "momentum", 0.9f),
                    x.value(),
                    g.parameter("scale", channels, Initializer.ones()),
                    g.parameter("bias", channels, Initializer.zeros()),
                    g.statistic("mean", channels, Initializer.zeros()),
                    g.statistic("variance", channels, Initializer.ones())));
        }
    }
}
