package io.graft.losses.sequence;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Cross-entropy at each position that has a label, in the mean over a row's positions, and in the weighted mean over the rows. A row without labels counts as 0.
 */
@Component(service = LossType.class)
@ComponentName("sequence-cross-entropy")
public final class SequenceCrossEntropy implements LossType<SequenceCrossEntropy.Settings> {

    /** The settings. */
    public record Settings(
            @Default("words") @Meaning("words: labels have blanks between them; characters: each character is a label.")
            Labels labels) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return new Tags(settings);
    }

    private record Tags(Settings settings) implements Loss {
        @Override
        public Target target() {
            return Target.TAGS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.sequence(g, "sequence-cross-entropy", output);
            Value classesFirst = g.transpose(output.unmasked(), 0, 2, 1).unmasked();
            Value each = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), classesFirst, target);
            Value real = target.mask().orElseThrow();
            if (output.mask().isPresent()) real = g.mul(real, output.mask().get());
            Value sum = g.reduce("ReduceSum", g.mul(each, real), false, 1);
            Value count = g.op("Max", g.reduce("ReduceSum", real, false, 1), g.constant(1));
            return g.weightedMean(g.div(sum, count), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return Outputs.probabilities(g, output);
        }

        @Override
        public String separator() {
            return settings.labels().separator();
        }
    }
}
