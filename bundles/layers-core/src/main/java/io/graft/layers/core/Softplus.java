package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** ln(1 + eˣ). */
@Component(service = LayerType.class)
@ComponentName("softplus")
public final class Softplus extends ActivationLayer {
    /** Made by the framework. */
    public Softplus() {
        super("softplus", Activation.SOFTPLUS);
    }
}
