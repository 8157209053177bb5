package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** 1 / (1 + e⁻ˣ). */
@Component(service = LayerType.class)
@ComponentName("sigmoid")
public final class Sigmoid extends ActivationLayer {
    /** Made by the framework. */
    public Sigmoid() {
        super("sigmoid", Activation.SIGMOID);
    }
}
