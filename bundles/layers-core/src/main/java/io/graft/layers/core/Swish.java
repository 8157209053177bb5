package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** x · sigmoid(x), also called SiLU (Ramachandran et al., 2017). */
@Component(service = LayerType.class)
@ComponentName("swish")
public final class Swish extends ActivationLayer {
    /** Made by the framework. */
    public Swish() {
        super("swish", Activation.SWISH);
    }
}
