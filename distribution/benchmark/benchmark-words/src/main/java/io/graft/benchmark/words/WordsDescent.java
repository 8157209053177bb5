package io.graft.benchmark.words;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Gradient descent by a rule of its own: w − rate · sign(g) · |g|^½, which no backend has a kernel for. */
@Component(service = OptimizerType.class)
@ComponentName("benchmark-descent")
public final class WordsDescent implements OptimizerType<WordsDescent.Settings> {
    /** The settings. */
    public record Settings(
            @Default("0.01") @Meaning("The learning rate.") double learningRate) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Optimizer create(Settings settings, Context context) {
        Shape elements = Shape.of(Dim.named("n"));
        GraphBuilder g = new GraphBuilder(Map.of());
        Value w = g.input(Rule.PARAMETER, ElementType.FLOAT, elements);
        Value gradient = g.input(Rule.GRADIENT, ElementType.FLOAT, elements);
        Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
        g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
        Value root = g.op("Sqrt", g.op("Abs", gradient));
        Value direction = g.mul(g.op("Sign", gradient), root);
        g.output(Rule.PARAMETER, g.sub(w, g.mul(direction, rate)));
        Rule rule = new Rule("benchmark-descent", Map.of(), settings.learningRate(), 0, 0, List.of(), g.build());
        return () -> rule;
    }
}
