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
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * The focal loss over classes: −alpha · (1 − p)^gamma · log p, where p is the softmax of the true class (Lin et al., 2017, eq. 5).
 *
 * <p>Rows that are already right count less. A gamma of 0 is cross-entropy.
 */
@Component(service = LossType.class)
@ComponentName("focal")
public final class Focal implements LossType<Focal.Settings> {

    /** The settings. */
    public record Settings(
            @Default("2") @Min(0) @Meaning("How much less a row counts the surer the network is of it.")
            double gamma,

            @Default("") @Meaning("A weight for each class, in the order of the labels; empty for all 1.")
            List<Double> alpha) {
        /** Copies and checks. */
        public Settings {
            alpha = List.copyOf(alpha);
            if (alpha.stream().anyMatch(w -> !(w >= 0)))
                throw new IllegalArgumentException("alpha has weights of 0 or more, not " + alpha);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return new OverClasses(settings);
    }

    private record OverClasses(Settings settings) implements Loss {
        /** How near to 0 (1 − p) comes, so that its power has a finite slope. */
        private static final float LEAST = 1e-7f;

        @Override
        public Target target() {
            return Target.CLASS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.rows(g, "focal", output);
            int classes = output.shape().last();
            Outputs.classes(
                    g, "focal", output, g.dimension(GraphBuilder.CLASSES).orElse(classes));
            Value loss = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target);
            if (settings.gamma() > 0) {
                Value rest = g.subFrom(1, g.op("Exp", g.op("Neg", loss)));
                loss = g.mul(loss, g.op("Pow", g.op("Clip", Map.of("min", LEAST), rest), g.constant(settings.gamma())));
            }
            if (!settings.alpha().isEmpty())
                loss = g.mul(loss, g.gather(Outputs.weights(g, "alpha", settings.alpha(), classes), target));
            return g.weightedMean(loss, rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, -1);
        }
    }
}
