package io.graft.layers.attention;

import io.graft.api.graph.Activation;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.function.UnaryOperator;

/**
 * What encoder and decoder blocks have in common: sublayers, each added to what it takes and normalized.
 *
 * @param layer the layer's name, for messages
 * @param heads the number of heads
 * @param hidden the size between the two dense sublayers
 * @param activation the function between them
 * @param dropout which share of what a sublayer gives is zeroed while training
 * @param normFirst whether a sublayer takes normalized numbers (Xiong et al., 2020) rather than giving them (Vaswani et al., 2017)
 */
record Block(String layer, int heads, int hidden, Activation activation, double dropout, boolean normFirst) {

    /** x + sublayer(x), normalized before or behind. */
    @SuppressWarnings("try") // a scope is only opened and closed
    Value sublayer(GraphBuilder g, String name, Value x, UnaryOperator<Value> build) {
        try (GraphBuilder.Scope scope = g.scope(name, "")) {
            Value given = normFirst ? Weights.normalized(g, "norm", x) : x;
            Value sum = g.add(x, Weights.dropped(g, build.apply(given), dropout));
            return normFirst ? sum : Weights.normalized(g, "norm", sum);
        }
    }

    Value attention(GraphBuilder g, Value x, boolean causal) {
        return sublayer(g, "attention", x, y -> MultiHead.self(g, layer, y, heads, causal));
    }

    Value crossAttention(GraphBuilder g, Value x, Value memory) {
        return sublayer(g, "cross", x, y -> MultiHead.cross(g, layer, y, memory, heads));
    }

    Value feedForward(GraphBuilder g, Value x) {
        return sublayer(
                g,
                "dense",
                x,
                y -> Weights.linear(
                        g,
                        "out",
                        Weights.dropped(g, activation.apply(g, Weights.linear(g, "in", y, hidden)), dropout),
                        x.shape().last()));
    }

    /** What comes behind the last block. */
    Value end(GraphBuilder g, Value x) {
        return normFirst ? Weights.normalized(g, "norm", x) : x;
    }
}
