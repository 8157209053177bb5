package io.graft.testkit;

import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import java.util.List;
import java.util.Map;

/** A loss over tags that keeps its contract: the mean over the real positions of each row. */
class TagsLossContractTest extends SequenceLossContract<TagsLossContractTest.Settings> {
    public record Settings() {}

    static final class Tags implements LossType<Settings> {
        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Loss create(Settings settings, Context context) {
            return new Loss() {
                @Override
                public Target target() {
                    return Target.TAGS;
                }

                @Override
                public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
                    Value mask = target.mask().orElseThrow();
                    Value classes = g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), output);
                    Value losses = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), classes, target);
                    Value sum = g.reduce("ReduceSum", g.mul(losses, mask), false, 1);
                    Value count = g.op("Max", g.reduce("ReduceSum", mask, false, 1), g.constant(1));
                    return g.weightedMean(g.div(sum, count), rowWeight);
                }

                @Override
                public Value scores(GraphBuilder g, Value output) {
                    Value mask = output.mask().orElseThrow();
                    return g.mul(g.softmax(output, -1), g.op("Unsqueeze", Map.of("axes", List.of(2)), mask));
                }
            };
        }
    }

    @Override
    protected LossType<Settings> type() {
        return new Tags();
    }

    @Override
    protected List<Settings> settings() {
        return List.of(new Settings());
    }
}
