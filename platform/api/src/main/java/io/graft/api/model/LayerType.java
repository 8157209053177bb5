package io.graft.api.model;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of layer. A setting of type {@code List<Layer>} or {@code List<List<Layer>>} is filled with layers written in the descriptor. */
@Kind("layer")
@ConsumerType
public interface LayerType<S extends Record> extends ComponentType<S, Layer> {}
