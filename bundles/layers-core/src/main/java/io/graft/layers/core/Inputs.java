package io.graft.layers.core;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.Locale;

/** What layers demand of what they take. */
final class Inputs {
    private Inputs() {}

    /** How an input reads in a message: {@code float[32, 100]}, without the batch axis. */
    static String describe(Value x) {
        return x.type().name().toLowerCase(Locale.ROOT)
                + (x.shape().rank() == 0 ? "" : x.shape().row().toString());
    }

    /** Demands numbers; ids are told to go through an embedding first. */
    static void numbers(GraphBuilder g, String layer, Value x) {
        if (x.type() != ElementType.FLOAT)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    g.place(),
                    layer + " takes numbers, but gets " + describe(x) + "; put an embedding before it.");
        if (x.shape().rank() < 2)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer + " takes rows of one axis or more, but gets " + describe(x) + ".");
    }

    /** Demands a sequence of vectors: {@code [batch, length, size]}. */
    static void sequence(GraphBuilder g, String layer, Value x) {
        numbers(g, layer, x);
        if (x.shape().rank() != 3)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer + " takes a sequence of vectors, float[length, size], but gets " + describe(x)
                            + (x.shape().rank() == 2
                                    ? "; leave it out, or put a layer before it that gives a sequence, e.g. embedding."
                                    : "."));
    }
}
