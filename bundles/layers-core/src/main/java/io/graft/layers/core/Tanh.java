package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The hyperbolic tangent. */
@Component(service = LayerType.class)
@ComponentName("tanh")
public final class Tanh extends ActivationLayer {
    /** Made by the framework. */
    public Tanh() {
        super("tanh", Activation.TANH);
    }
}
