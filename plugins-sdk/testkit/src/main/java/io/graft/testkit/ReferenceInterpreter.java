package io.graft.testkit;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes a graph in float64 with plain loops: the definition of what every operator of {@link io.graft.api.graph.Operators} means.
 *
 * <p>A backend computes the same to within the rounding of float32. Where training differs from use:
 *
 * <ul>
 *   <li>{@code Dropout} multiplies with the mask of {@link io.graft.api.graph.CounterRandom#dropoutMask} for the seed of the session, the name of
 *       the operator's output and the number of steps made before (0 in the first step); in use it changes nothing.
 *   <li>{@code BatchNormalization} normalizes with mean and population variance of the batch, and moves its running statistics:
 *       {@code running · momentum + batch · (1 − momentum)}; in use it normalizes with the running statistics.
 * </ul>
 *
 * <p><b>Threading.</b> Immutable. <b>Errors.</b> A value that is neither given nor computable throws {@link IllegalArgumentException}.
 */
public final class ReferenceInterpreter {
    private static final Kernels KERNELS = new Kernels();

    static {
        Elementwise.register(KERNELS);
        Reductions.register(KERNELS);
        Rearrangements.register(KERNELS);
        Paddings.register(KERNELS);
        Lookups.register(KERNELS);
        Products.register(KERNELS);
        Einsums.register(KERNELS);
        Softmaxes.register(KERNELS);
        Normalizations.register(KERNELS);
        Convolutions.register(KERNELS);
        Pools.register(KERNELS);
        Resizings.register(KERNELS);
        Recurrences.register(KERNELS);
        AttentionKernel.register(KERNELS);
        Ctc.register(KERNELS);
    }

    private final Graph graph;
    private final Map<String, Operator> producers = new HashMap<>();

    /** For a graph. */
    public ReferenceInterpreter(Graph graph) {
        this.graph = graph;
        for (Operator op : graph.operators()) for (String output : op.outputs()) producers.put(output, op);
    }

    /**
     * An operator about to be computed.
     *
     * @param operator the operator with its attributes
     * @param in what it takes; null for an input left out
     * @param types what the elements of its inputs are; null for an input left out
     * @param evaluation where it is computed
     */
    record Call(Operator operator, List<Tensor> in, List<ElementType> types, Evaluation evaluation) {
        /** An input, or null when it is left out. */
        Tensor in(int index) {
            return index < in.size() ? in.get(index) : null;
        }
    }

    /** The operators it knows. */
    public static Set<String> operators() {
        return KERNELS.names();
    }

    /** Parameters and statistics as they begin, for a seed. */
    public Map<String, Tensor> initial(long seed) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            int[] shape = p.shape().dims().stream().mapToInt(d -> d.size()).toArray();
            all.put(p.name(), Tensor.of(shape, Initializer.values(p, seed)));
        }
        return all;
    }

    /** Computes the graph as in use: no dropout, running statistics. */
    public Evaluation infer(Map<String, Tensor> given) {
        return new Evaluation(given, false, 0, 0);
    }

    /**
     * Computes the graph as in a training step.
     *
     * @param seed the seed of the session
     * @param step the number of steps made before
     */
    public Evaluation train(Map<String, Tensor> given, long seed, long step) {
        return new Evaluation(given, true, seed, step);
    }

    /** One computation; each value is computed when it is first asked for. For one thread. */
    public final class Evaluation {
        private final Map<String, Tensor> values;
        private final Map<String, Tensor> moved = new LinkedHashMap<>();
        private final boolean training;
        private final long seed;
        private final long step;

        private Evaluation(Map<String, Tensor> given, boolean training, long seed, long step) {
            this.values = new HashMap<>(given);
            this.training = training;
            this.seed = seed;
            this.step = step;
        }

        /** An output of the graph, by the name it is asked for. */
        public Tensor output(String name) {
            return value(graph.output(name).name());
        }

        /** A value of the graph. */
        public Tensor value(String name) {
            Tensor known = values.get(name);
            if (known != null) return known;
            Operator op = producers.get(name);
            if (op == null) throw new IllegalArgumentException("'" + name + "' is needed but not given");
            List<Tensor> in = new ArrayList<>();
            List<ElementType> types = new ArrayList<>();
            for (String input : op.inputs()) {
                boolean absent = input.isEmpty();
                in.add(absent ? null : value(input));
                types.add(absent ? null : graph.value(input).type());
            }
            List<Tensor> results = KERNELS.compute(new Call(op, in, types, this));
            for (int i = 0; i < results.size(); i++) values.put(op.outputs().get(i), results.get(i));
            return values.get(name);
        }

        /** The running statistics that this training step moved, with what they became; complete once the outputs are computed. */
        public Map<String, Tensor> statistics() {
            return Collections.unmodifiableMap(moved);
        }

        boolean training() {
            return training;
        }

        long seed() {
            return seed;
        }

        long step() {
            return step;
        }

        void move(String statistic, Tensor to) {
            moved.put(statistic, to);
        }
    }
}
