package io.graft.testkit;

import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import java.util.List;
import java.util.Map;

/** A loss over transcripts that keeps its contract: all alignments of a row's labels. */
class TranscriptLossContractTest extends SequenceLossContract<TranscriptLossContractTest.Settings> {
    public record Settings() {}

    static final class Transcripts implements LossType<Settings> {
        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Loss create(Settings settings, Context context) {
            return new Loss() {
                @Override
                public Target target() {
                    return Target.TRANSCRIPT;
                }

                @Override
                public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
                    Value losses = g.op(
                            "CTCLoss",
                            Map.of("zero_infinity", 1),
                            g.logSoftmax(output, -1),
                            target,
                            length(g, output),
                            length(g, target));
                    return g.weightedMean(losses, rowWeight);
                }

                @Override
                public Value scores(GraphBuilder g, Value output) {
                    Value mask = output.mask().orElseThrow();
                    return g.mul(g.softmax(output, -1), g.op("Unsqueeze", Map.of("axes", List.of(2)), mask));
                }
            };
        }
    }

    private static Value length(GraphBuilder g, Value masked) {
        Value sum = g.reduce("ReduceSum", masked.mask().orElseThrow(), false, 1);
        return g.op("Cast", Map.of("to", "INT"), sum);
    }

    @Override
    protected LossType<Settings> type() {
        return new Transcripts();
    }

    @Override
    protected List<Settings> settings() {
        return List.of(new Settings());
    }
}
