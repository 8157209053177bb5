package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * m and v are running averages of g and g²; w − rate · m̂ / (√v̂ + epsilon), where m̂ = m / (1 − beta1ᵗ) and v̂ = v / (1 − beta2ᵗ)
 * (Kingma and Ba, 2015, algorithm 1).
 */
@Component(service = OptimizerType.class)
@ComponentName("adam")
public final class Adam implements OptimizerType<Adam.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.001") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

            @Default("0.9") @Min(0) @Max(1) @Meaning("How much of the average gradient stays at each step, below 1.")
            double beta1,

            @Default("0.999") @Min(0) @Max(1) @Meaning("How much of the average square stays at each step, below 1.")
            double beta2,

            @Default("1e-8") @Min(0) @Meaning("What is added to the bias-corrected root.")
            double epsilon,

            @Default("0") @Min(0) @Meaning("How strongly the sum of absolute weights is held down.")
            double l1,

            @Default("0") @Min(0) @Meaning("How strongly half the sum of squared weights is held down.")
            double l2) {
        /** Checks that the averages move. */
        public Settings {
            if (beta1 >= 1 || beta2 >= 1) throw new IllegalArgumentException("beta1 and beta2 must be below 1");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Optimizer create(Settings settings, Context context) {
        Rule rule = rule(settings);
        return () -> rule;
    }

    private static Rule rule(Settings settings) {
        Update u = new Update();
        GraphBuilder g = u.g;
        Value m = u.becomes("m", u.average(u.slot("m"), u.gradient, settings.beta1()));
        Value v = u.becomes("v", u.average(u.slot("v"), g.square(u.gradient), settings.beta2()));
        Value root = g.add(g.sqrt(g.div(v, u.biasCorrection(settings.beta2()))), settings.epsilon());
        Value direction = g.div(g.div(m, u.biasCorrection(settings.beta1())), root);
        Map<String, Double> numbers =
                Map.of("beta1", settings.beta1(), "beta2", settings.beta2(), "epsilon", settings.epsilon());
        return u.descend(
                "adam", numbers, new Update.Base(settings.learningRate(), settings.l1(), settings.l2()), direction);
    }
}
