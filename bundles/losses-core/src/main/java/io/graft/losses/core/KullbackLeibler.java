package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * The Kullback–Leibler divergence of the softmax of the outputs from the target: Σ tᵢ (log tᵢ − log softmax(x)ᵢ), where 0 · log 0 = 0,
 * as PyTorch's {@code KLDivLoss} with {@code reduction="batchmean"} on {@code log_softmax}.
 */
@Component(service = LossType.class)
@ComponentName("kullback-leibler")
public final class KullbackLeibler implements LossType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Loss create(NoSettings settings, Context context) {
        return new Divergence();
    }

    private record Divergence() implements Loss {
        @Override
        public Target target() {
            return Target.DISTRIBUTION;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.classes(g, "kullback-leibler", output, target.shape().last());
            Value logTarget = g.op("Log", g.op("Clip", Map.of("min", Float.MIN_NORMAL), target));
            Value each = g.mul(target, g.sub(logTarget, g.logSoftmax(output, 1)));
            return g.weightedMean(g.reduce("ReduceSum", each, false, 1), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, -1);
        }
    }
}
