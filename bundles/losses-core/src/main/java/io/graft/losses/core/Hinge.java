package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/**
 * The multi-class hinge loss: Σ over the wrong classes i of max(0, margin − x[true] + xᵢ) / classes (Weston and Watkins, 1999),
 * as PyTorch's {@code MultiMarginLoss} with p = 1.
 */
@Component(service = LossType.class)
@ComponentName("hinge")
public final class Hinge implements LossType<Hinge.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1") @Min(0) @Meaning("By how much the true class must lie above the others.")
            double margin) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return new MultiMargin(settings.margin());
    }

    private record MultiMargin(double margin) implements Loss {
        @Override
        public Target target() {
            return Target.ONE_HOT;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.classes(g, "hinge", output, target.shape().last());
            Value right = g.reduce("ReduceSum", g.mul(output, target), true, 1);
            Value over = g.op("Relu", g.add(g.sub(output, right), margin));
            Value wrong = g.mul(over, g.subFrom(1, target));
            return g.weightedMean(g.reduce("ReduceMean", wrong, false, 1), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, -1);
        }
    }
}
