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
 * Connectionist temporal classification (Graves et al., 2006): −log of the probability of all ways to write a row's labels at the positions of the
 * output, with blanks (class 0) and repetitions between them; the weighted mean over the rows.
 *
 * <p>A row whose labels do not fit into its unmasked positions counts as 0 and moves nothing.
 */
@Component(service = LossType.class)
@ComponentName("ctc")
public final class Ctc implements LossType<Ctc.Settings> {

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
        return new Transcript(settings);
    }

    private record Transcript(Settings settings) implements Loss {
        @Override
        public Target target() {
            return Target.TRANSCRIPT;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.sequence(g, "ctc", output);
            Value lengths = output.mask().isPresent() ? g.lengths(output) : whole(g, output, target);
            Value loss = g.op(
                    "CTCLoss",
                    Map.of("blank", 0, "zero_infinity", 1),
                    g.logSoftmax(output.unmasked(), -1),
                    target,
                    lengths,
                    g.lengths(target));
            return g.weightedMean(loss, rowWeight);
        }

        /** All positions, of every row. */
        private static Value whole(GraphBuilder g, Value output, Value target) {
            Value zero = g.mul(g.reduce("ReduceSum", target.mask().orElseThrow(), false, 1), 0);
            return g.op("Cast", Map.of("to", "INT"), g.add(zero, output.shape().size(1)));
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
