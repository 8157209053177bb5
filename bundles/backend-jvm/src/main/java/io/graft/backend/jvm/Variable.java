package io.graft.backend.jvm;

import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;

/** A parameter or a running statistic. Sessions that share parameters share these objects. */
final class Variable {
    private final Parameter parameter;
    private final float[] values;

    Variable(Parameter parameter, long seed) {
        this.parameter = parameter;
        this.values = Initializer.values(parameter, seed);
    }

    String name() {
        return parameter.name();
    }

    Parameter parameter() {
        return parameter;
    }

    boolean trainable() {
        return parameter.trainable();
    }

    float[] values() {
        return values;
    }
}
