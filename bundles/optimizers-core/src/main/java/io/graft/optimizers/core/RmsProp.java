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

/** s = alpha · s + (1 − alpha) · g²; w − rate · g / (√s + epsilon) (Hinton, lecture 6e of 2012, in PyTorch's form). */
@Component(service = OptimizerType.class)
@ComponentName("rmsprop")
public final class RmsProp implements OptimizerType<RmsProp.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.01") @Min(0) @Meaning("The learning rate, which a schedule multiplies.")
            double learningRate,

            @Default("0.99") @Min(0) @Max(1) @Meaning("How much of the average square stays at each step.")
            double alpha,

            @Default("1e-8") @Min(0) @Meaning("What is added to the root, so that nothing is divided by 0.")
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
                u.becomes("squareAverage", u.average(u.slot("squareAverage"), g.square(u.gradient), settings.alpha()));
        Value direction = g.div(u.gradient, g.add(g.sqrt(square), settings.epsilon()));
        return u.descend(
                "rmsprop",
                Map.of("alpha", settings.alpha(), "epsilon", settings.epsilon()),
                new Update.Base(settings.learningRate(), settings.l1(), settings.l2()),
                direction);
    }
}
