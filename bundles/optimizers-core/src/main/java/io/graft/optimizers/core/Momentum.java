package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
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

/** Gradient descent with momentum: v = momentum · v + g; w − rate · v, as PyTorch's {@code SGD} with momentum (Polyak, 1964). */
@Component(service = OptimizerType.class)
@ComponentName("momentum")
public final class Momentum implements OptimizerType<Momentum.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.001") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

            @Default("0.9") @Min(0) @Max(1) @Meaning("How much of the velocity stays at each step.")
            double momentum,

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
        Value velocity = u.becomes("velocity", u.g.add(u.g.mul(u.slot("velocity"), settings.momentum()), u.gradient));
        return u.descend(
                "momentum",
                Map.of("momentum", settings.momentum()),
                new Update.Base(settings.learningRate(), settings.l1(), settings.l2()),
                velocity);
    }
}
