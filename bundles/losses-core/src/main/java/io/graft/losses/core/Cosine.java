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
 * The direction of the outputs against that of the target: 1 − x·t / √((‖x‖² + ε) (‖t‖² + ε)) with ε = 10⁻¹², as PyTorch's
 * {@code CosineEmbeddingLoss} for pairs that belong together.
 */
@Component(service = LossType.class)
@ComponentName("cosine")
public final class Cosine implements LossType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Loss create(NoSettings settings, Context context) {
        return new Direction();
    }

    private record Direction() implements Loss {
        private static final double EPSILON = 1e-12;

        @Override
        public Target target() {
            return Target.NUMBERS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.like(g, "cosine", output, target);
            Value dot = g.reduce("ReduceSum", g.mul(output, target), false, 1);
            Value cosine = g.div(dot, g.mul(norm(g, output), norm(g, target)));
            return g.weightedMean(g.subFrom(1, cosine), rowWeight);
        }

        private static Value norm(GraphBuilder g, Value x) {
            return g.sqrt(g.add(g.reduce("ReduceSum", g.square(x), false, 1), EPSILON));
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return output;
        }
    }
}
