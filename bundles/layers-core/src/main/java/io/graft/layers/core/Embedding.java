package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.WeightInitializer;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/**
 * A vector for each id: {@code int[length] → float[length, size]}, or {@code float[size]} when pooled.
 *
 * <p>Vectors begin uniform within ±0.05, as in Keras. Pooling looks at unmasked positions only.
 *
 * <p><b>Errors.</b> Numbers, or ids without a bound, are a TYPE_MISMATCH.
 */
@Component(service = LayerType.class)
@ComponentName("embedding")
public final class Embedding implements LayerType<Embedding.Settings> {

    /** How the vectors of a sequence become one. */
    public enum Pooling {
        /** They stay a sequence. */
        NONE,
        /** Their mean. */
        MEAN,
        /** Their sum. */
        SUM,
        /** The greatest of each element. */
        MAX,
        /** The last of them. */
        LAST
    }

    /** The settings. */
    public record Settings(
            @Min(1) @Meaning("The number of elements of each vector.")
            int size,

            @Default("none") @Meaning("How the vectors of a sequence become one; none keeps the sequence.")
            Pooling pooling,

            @Default("uniform") @Meaning("How the vectors begin.")
            WeightInitializer initializer,

            @Default("0.05") @Min(0) @Meaning("The bound of the uniform, or the deviation of the normal initializer.")
            double scale) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, ids) -> {
            check(g, ids, settings.pooling());
            Value table = g.parameter(
                    "weight",
                    Shape.of(ids.bound(), settings.size()),
                    settings.initializer().at(settings.scale()));
            Value vectors = g.gather(table, ids);
            return settings.pooling() == Pooling.NONE
                    ? vectors
                    : g.pool(vectors, settings.pooling().name().toLowerCase(Locale.ROOT));
        };
    }

    private static void check(GraphBuilder g, Value ids, Pooling pooling) {
        if (ids.type() != ElementType.INT)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    g.place(),
                    "embedding takes ids, but gets " + Inputs.describe(ids)
                            + "; put a vectorizer that gives ids, e.g. vocabulary, before it.");
        if (ids.bound() < 1)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    g.place(),
                    "embedding takes ids below a known bound, but nothing says how many ids there are; the vectorizer must give its features a bound.");
        if (pooling != Pooling.NONE && ids.shape().rank() != 2)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    "embedding pools sequences of ids, int[length], but gets " + Inputs.describe(ids)
                            + "; write pooling: none.");
    }
}
