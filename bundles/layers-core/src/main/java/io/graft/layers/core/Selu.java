package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The scaled ELU (Klambauer et al., 2017). */
@Component(service = LayerType.class)
@ComponentName("selu")
public final class Selu extends ActivationLayer {
    /** Made by the framework. */
    public Selu() {
        super("selu", Activation.SELU);
    }
}
