package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** x · tanh(softplus(x)) (Misra, 2019). */
@Component(service = LayerType.class)
@ComponentName("mish")
public final class Mish extends ActivationLayer {
    /** Made by the framework. */
    public Mish() {
        super("mish", Activation.MISH);
    }
}
