package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Cross-entropy of the softmax of the outputs: −Σ wᵢ tᵢ log softmax(x)ᵢ, as PyTorch's {@code CrossEntropyLoss}.
 *
 * <p>Smoothing makes t = (1 − smoothing) · t + smoothing / classes (Szegedy et al., 2016). With sparse labels and class weights the mean
 * over the rows is weighted with the weight of the true class; with soft labels every row counts the same.
 */
@Component(service = LossType.class)
@ComponentName("cross-entropy")
public final class CrossEntropy implements LossType<CrossEntropy.Settings> {

    /** How the data names classes. */
    public enum Labels {
        /** By one label. */
        SPARSE,
        /** By a probability for each class. */
        SOFT
    }

    /** The settings. */
    public record Settings(
            @Default("sparse") @Meaning("sparse: one label a row; soft: a probability for each class.")
            Labels labels,

            @Default("0") @Min(0) @Max(1) @Meaning("How much of the target is spread evenly over all classes.")
            double smoothing,

            @Default("") @Meaning("A weight for each class, in the order of the labels; empty for all the same.")
            List<Double> classWeights) {
        /** Copies and checks. */
        public Settings {
            classWeights = List.copyOf(classWeights);
            if (smoothing >= 1)
                throw new IllegalArgumentException(
                        "a smoothing of " + smoothing + " leaves nothing of the labels; write a number below 1");
            if (classWeights.stream().anyMatch(w -> !(w >= 0)))
                throw new IllegalArgumentException("class weights are 0 or more, not " + classWeights);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return settings.labels() == Labels.SPARSE ? new Sparse(settings) : new Soft(settings);
    }

    private record Sparse(Settings settings) implements Loss {
        @Override
        public Target target() {
            return Target.CLASS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            Outputs.rows(g, "cross-entropy", output);
            int classes = output.shape().last();
            Outputs.classes(
                    g,
                    "cross-entropy",
                    output,
                    g.dimension(GraphBuilder.CLASSES).orElse(classes));
            Value loss = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target);
            if (settings.classWeights().isEmpty() && settings.smoothing() == 0) return g.weightedMean(loss, rowWeight);

            Value divisor = rowWeight;
            Value each = g.op("Neg", g.logSoftmax(output, 1));
            if (!settings.classWeights().isEmpty()) {
                Value weights = Outputs.weights(g, "classWeights", settings.classWeights(), classes);
                Value ofLabel = g.gather(weights, target);
                loss = g.mul(loss, ofLabel);
                each = g.mul(each, weights);
                divisor = g.mul(rowWeight, ofLabel);
            }
            if (settings.smoothing() > 0) {
                Value even = g.mul(g.reduce("ReduceSum", each, false, 1), settings.smoothing() / classes);
                loss = g.add(g.mul(loss, 1 - settings.smoothing()), even);
            }
            return g.div(g.reduce("ReduceSum", g.mul(loss, rowWeight), false), g.reduce("ReduceSum", divisor, false));
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, -1);
        }
    }

    private record Soft(Settings settings) implements Loss {
        @Override
        public Target target() {
            return Target.DISTRIBUTION;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            int classes = target.shape().last();
            Outputs.classes(g, "cross-entropy", output, classes);
            Value t = target;
            if (settings.smoothing() > 0) t = g.add(g.mul(t, 1 - settings.smoothing()), settings.smoothing() / classes);
            Value each = g.mul(t, g.logSoftmax(output, 1));
            if (!settings.classWeights().isEmpty())
                each = g.mul(each, Outputs.weights(g, "classWeights", settings.classWeights(), classes));
            return g.weightedMean(g.op("Neg", g.reduce("ReduceSum", each, false, 1)), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, -1);
        }
    }
}
