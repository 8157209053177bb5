package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** x Φ(x), exact (Hendrycks and Gimpel, 2016). */
@Component(service = LayerType.class)
@ComponentName("gelu")
public final class Gelu extends ActivationLayer {
    /** Made by the framework. */
    public Gelu() {
        super("gelu", Activation.GELU);
    }
}
