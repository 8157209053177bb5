package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** A rate of its own for each element: sum = sum + g²; w − rate · g / (√sum + epsilon) (Duchi, Hazan and Singer, 2011). */
@Component(service = OptimizerType.class)
@ComponentName("adagrad")
public final class Adagrad implements OptimizerType<Adagrad.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.01") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

            @Default("1e-10") @Min(0) @Meaning("What is added to the root, so that nothing is divided by 0.")
            double epsilon,

            @Default("0") @Min(0) @Meaning("What the sum of squared gradients begins with.")
            double initialAccumulator,

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
        Value sum = u.becomes("sum", g.add(u.slot("sum", settings.initialAccumulator()), g.square(u.gradient)));
        Value direction = g.div(u.gradient, g.add(g.sqrt(sum), settings.epsilon()));
        return u.descend(
                "adagrad",
                Map.of("epsilon", settings.epsilon()),
                new Update.Base(settings.learningRate(), settings.l1(), settings.l2()),
                direction);
    }
}
