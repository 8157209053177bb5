package io.graft.layers.core;

import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;

/** A layer that applies a function without settings to each element (softmax: to each row). */
abstract class ActivationLayer implements LayerType<NoSettings> {
    private final String name;
    private final Activation activation;

    ActivationLayer(String name, Activation activation) {
        this.name = name;
        this.activation = activation;
    }

    @Override
    public final Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public final Layer create(NoSettings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, name, x);
            return activation.apply(g, x);
        };
    }
}
