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

/** s = rho · s + (1 − rho) · g²; d = √(a + epsilon) / √(s + epsilon) · g; a = rho · a + (1 − rho) · d²; w − rate · d (Zeiler, 2012). */
@Component(service = OptimizerType.class)
@ComponentName("adadelta")
public final class Adadelta implements OptimizerType<Adadelta.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

            @Default("0.9") @Min(0) @Max(1) @Meaning("How much of the averages stays at each step.")
            double rho,

            @Default("1e-6") @Min(0) @Meaning("What is added under both roots.")
            double epsilon,

            @Default("0") @Min(0) @Meaning("How strongly the sum of absolute weights is held down.")
            double l1,

            @Default("0") @Min(0) @Meaning("How strongly half the sum of squared weights is held down.")
            double l2) {}

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
        Value square =
                u.becomes("squareAverage", u.average(u.slot("squareAverage"), g.square(u.gradient), settings.rho()));
        Value accumulated = u.slot("accumulatedDelta");
        Value ratio = g.div(g.sqrt(g.add(accumulated, settings.epsilon())), g.sqrt(g.add(square, settings.epsilon())));
        Value delta = g.mul(ratio, u.gradient);
        u.becomes("accumulatedDelta", u.average(accumulated, g.square(delta), settings.rho()));
        return u.descend(
                "adadelta",
                Map.of("rho", settings.rho(), "epsilon", settings.epsilon()),
                new Update.Base(settings.learningRate(), settings.l1(), settings.l2()),
                delta);
    }
}
