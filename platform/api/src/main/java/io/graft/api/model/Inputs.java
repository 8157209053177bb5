package io.graft.api.model;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.Locale;

/** What layers demand of what they take; what does not fit throws a sentence with the layer's place. */
public final class Inputs {
    private Inputs() {}

    /** How an input reads in a message: {@code float[32, 100]}, without the batch axis. */
    public static String describe(Value x) {
        return x.type().name().toLowerCase(Locale.ROOT)
                + (x.shape().rank() == 0 ? "" : x.shape().row().toString());
    }

    /** Demands numbers; ids are told to go through an embedding first. */
    public static void numbers(GraphBuilder g, String layer, Value x) {
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
    public static void sequence(GraphBuilder g, String layer, Value x) {
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

    /** Demands a sequence {@code [batch, length, channels]} or an image {@code [batch, channels, height, width]}. */
    public static void field(GraphBuilder g, String layer, Value x) {
        numbers(g, layer, x);
        if (x.shape().rank() != 3 && x.shape().rank() != 4)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer
                            + " takes a sequence of vectors, float[length, channels], or an image, float[channels, height, width], but gets "
                            + describe(x) + "; put a reshape before it, e.g. reshape: { shape: [1, 28, 28] }.");
    }

    /** Demands an image: {@code [batch, channels, height, width]}. */
    public static void image(GraphBuilder g, String layer, Value x) {
        numbers(g, layer, x);
        if (x.shape().rank() != 4)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer + " takes an image, float[channels, height, width], but gets " + describe(x)
                            + "; put a reshape before it, e.g. reshape: { shape: [1, 28, 28] }.");
    }
}
