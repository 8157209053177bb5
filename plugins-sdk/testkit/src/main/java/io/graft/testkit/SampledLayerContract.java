package io.graft.testkit;

import io.graft.api.data.Feature;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.model.LayerType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layer contract for a type over a few usual inputs.
 *
 * @param <S> the settings of the layer
 */
public abstract class SampledLayerContract<S extends Record> extends LayerContract<S> {
    /** Five ids below 10, masked. */
    protected static final Feature IDS = Feature.ids("x", 5, 10, "mask");

    /** Six numbers. */
    protected static final Feature NUMBERS = Feature.floats("x", 6);

    /** Five vectors of four, masked. */
    protected static final Feature SEQUENCE = new Feature("x", ElementType.FLOAT, Shape.of(5, 4), 0, "mask");

    /** Three channels of 4 × 4. */
    protected static final Feature IMAGE = Feature.floats("x", 3, 4, 4);

    private final LayerType<S> type;
    private final List<Sample<S>> samples = new ArrayList<>();

    /** A contract for a type, with its defaults over these inputs. */
    protected SampledLayerContract(LayerType<S> type, Feature... withDefaults) {
        this.type = type;
        Arrays.stream(withDefaults).forEach(f -> sample(f));
    }

    /** Adds a sample with these settings, by name. */
    protected final void sample(Feature input, Object... settings) {
        samples.add(new Sample<>(SettingsRecords.of(type.settings(), settings), input));
    }

    @Override
    protected LayerType<S> type() {
        return type;
    }

    @Override
    protected List<Sample<S>> samples() {
        return samples;
    }
}
