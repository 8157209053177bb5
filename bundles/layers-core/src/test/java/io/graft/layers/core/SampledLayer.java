package io.graft.layers.core;

import io.graft.api.data.Feature;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.model.LayerType;
import io.graft.testkit.LayerContract;
import io.graft.testkit.SettingsRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layer contract for a type and a few inputs. */
abstract class SampledLayer<S extends Record> extends LayerContract<S> {
    static final Feature IDS = Feature.ids("x", 5, 10, "mask");
    static final Feature NUMBERS = Feature.floats("x", 6);
    static final Feature SEQUENCE = new Feature("x", ElementType.FLOAT, Shape.of(5, 4), 0, "mask");
    static final Feature IMAGE = Feature.floats("x", 3, 4, 4);

    private final LayerType<S> type;
    private final List<Sample<S>> samples = new ArrayList<>();

    SampledLayer(LayerType<S> type, Feature... withDefaults) {
        this.type = type;
        Arrays.stream(withDefaults).forEach(f -> sample(f));
    }

    final void sample(Feature input, Object... settings) {
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
