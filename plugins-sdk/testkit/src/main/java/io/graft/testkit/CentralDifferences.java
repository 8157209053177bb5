package io.graft.testkit;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Gradients without any rule of differentiation: (f(x + h) − f(x − h)) / 2h, in float64. */
public final class CentralDifferences {
    private static final double STEP = 1e-5;

    private CentralDifferences() {}

    /**
     * The gradient of a function at a point.
     *
     * @param f reads the tensor it is given and keeps nothing of it
     */
    public static Tensor gradient(ToDoubleFunction<Tensor> f, Tensor at) {
        return gradient(f, at, STEP);
    }

    static Tensor gradient(ToDoubleFunction<Tensor> f, Tensor at, double step) {
        Tensor x = at.copy();
        double[] g = new double[x.elements()];
        for (int i = 0; i < g.length; i++) {
            double here = x.data()[i];
            double h = step * Math.max(1, Math.abs(here));
            x.data()[i] = here + h;
            double above = f.applyAsDouble(x);
            x.data()[i] = here - h;
            double below = f.applyAsDouble(x);
            x.data()[i] = here;
            g[i] = (above - below) / (2 * h);
        }
        return Tensor.of(x.shape(), g);
    }

    /**
     * The gradients of an output of a graph, a scalar, with respect to all trainable parameters, in a training step.
     *
     * @param given inputs, parameters and statistics
     * @param seed the seed of the session, see {@link ReferenceInterpreter#train}
     * @param step the number of steps made before
     */
    public static Map<String, Tensor> gradients(
            Graph graph, String output, Map<String, Tensor> given, long seed, long step) {
        return gradients(graph, output, given, seed, step, STEP);
    }

    static Map<String, Tensor> gradients(
            Graph graph, String output, Map<String, Tensor> given, long seed, long step, double h) {
        ReferenceInterpreter reference = new ReferenceInterpreter(graph);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            if (!p.trainable()) continue;
            Map<String, Tensor> moved = new HashMap<>(given);
            gradients.put(
                    p.name(),
                    gradient(
                            x -> {
                                moved.put(p.name(), x);
                                return reference
                                        .train(moved, seed, step)
                                        .output(output)
                                        .number();
                            },
                            given.get(p.name()),
                            h));
        }
        return gradients;
    }
}
