package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.graph.Activation;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** eˣ over the sum of eˣ along the last axis. Losses over classes take scores from before it, so a network seldom ends with it. */
@Component(service = LayerType.class)
@ComponentName("softmax")
public final class Softmax extends ActivationLayer {
    /** Made by the framework. */
    public Softmax() {
        super("softmax", Activation.SOFTMAX);
    }
}
