package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import org.osgi.service.component.annotations.Component;

/**
 * A yes or no for each class: softplus(x) − t · x, averaged over the classes, which is −t log σ(x) − (1 − t) log(1 − σ(x)) without overflow.
 *
 * <p>The network gives one output for each class; of two classes it may give one output, which stands for the second.
 */
@Component(service = LossType.class)
@ComponentName("binary-cross-entropy")
public final class BinaryCrossEntropy implements LossType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Loss create(NoSettings settings, Context context) {
        return new WithLogits();
    }

    private record WithLogits() implements Loss {
        @Override
        public Target target() {
            return Target.ONE_HOT;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            int classes = target.shape().last();
            Outputs.rows(g, "binary-cross-entropy", output);
            boolean second = classes == 2 && output.shape().last() == 1;
            if (!second) Outputs.classes(g, "binary-cross-entropy", output, classes);
            Value t = second ? g.slice(target, 1, 1, 2) : target;
            Value each = g.sub(g.op("Softplus", output), g.mul(t, output));
            return g.weightedMean(g.reduce("ReduceMean", each, false, 1), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            Value p = g.op("Sigmoid", output);
            return output.shape().last() == 1 ? g.concat(1, g.subFrom(1, p), p) : p;
        }
    }
}
