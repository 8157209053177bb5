package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Plain gradient descent: w − rate · g. */
@Component(service = OptimizerType.class)
@ComponentName("sgd")
public final class Sgd implements OptimizerType<Sgd.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.001") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

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
        return u.descend(
                "sgd", Map.of(), new Update.Base(settings.learningRate(), settings.l1(), settings.l2()), u.gradient);
    }
}
