package io.graft.benchmark.words;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Cross-entropy of the softmax. */
@Component(service = LossType.class)
@ComponentName("benchmark-cross-entropy")
public final class WordsLoss implements LossType<WordsLoss.Settings> {
    /** There are none. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return new Loss() {
            @Override
            public Target target() {
                return Target.CLASS;
            }

            @Override
            public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
                return g.weightedMean(
                        g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target), rowWeight);
            }

            @Override
            public Value scores(GraphBuilder g, Value output) {
                return g.softmax(output, -1);
            }
        };
    }
}
