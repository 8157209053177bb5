package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** max(0, x). */
@Component(service = LayerType.class)
@ComponentName("relu")
public final class Relu extends ActivationLayer {
    /** Made by the framework. */
    public Relu() {
        super("relu", Activation.RELU);
    }
}
