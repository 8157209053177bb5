package io.graft.backend.dl4j.cpu;

import io.graft.api.data.Batch;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes a graph in double precision, straight from the definitions of ONNX. */
final class Reference {
    private final Graph graph;
    private final Batch batch;
    private final boolean training;
    private final long seed;
    private final Map<String, Numbers> values = new HashMap<>();

    /** A computation with these parameters. */
    Reference(Graph graph, Map<String, float[]> parameters, Batch batch, boolean training, long seed) {
        this.graph = graph;
        this.batch = batch;
        this.training = training;
        this.seed = seed;
        graph.parameters()
                .forEach(p -> values.put(p.name(), new Numbers(sizes(p.shape()), doubles(parameters.get(p.name())))));
        for (Value v : graph.inputs()) {
            int slot = batch.slot(v.name());
            int n = sizes(v.shape()).length == 0 ? 1 : Numbers.size(sizes(v.shape()));
            double[] data = new double[n];
            for (int i = 0; i < n; i++) data[i] = batch.isInt(slot) ? batch.ints(slot)[i] : batch.floats(slot)[i];
            values.put(v.name(), new Numbers(sizes(v.shape()), data));
        }
    }

    /** A parameter's numbers, to be changed before computing. */
    double[] parameter(String name) {
        return values.get(name).data();
    }

    private static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) y[i] = x[i];
        return y;
    }

    private int[] sizes(Shape shape) {
        return shape.dims().stream()
                .mapToInt(d -> d.known()
                        ? d.size()
                        : Arrays.stream(d.name().split("\\*"))
                                .mapToInt(f -> f.matches("\\d+") ? Integer.parseInt(f) : batch.rows())
                                .reduce(1, (a, b) -> a * b))
                .toArray();
    }

    /** The numbers of an output. */
    Numbers output(String name) {
        for (Operator op : graph.operators()) values.put(op.output(), compute(op));
        return values.get(graph.output(name).name());
    }

    private Numbers compute(Operator op) {
        List<Numbers> in = op.inputs().stream().map(values::get).toList();
        Numbers x = in.isEmpty() ? null : in.get(0);
        Numbers y = in.size() > 1 ? in.get(1) : null;
        int[] to = sizes(graph.value(op.output()).shape());
        return switch (op.type()) {
            case "Identity" -> x;
            case "Cast" ->
                graph.value(op.output()).type() == ElementType.FLOAT
                        ? x
                        : x.map(v -> v < 0 ? Math.ceil(v) : Math.floor(v));
            case "Abs" -> x.map(Math::abs);
            case "Neg" -> x.map(v -> -v);
            case "Exp" -> x.map(Math::exp);
            case "Log" -> x.map(Math::log);
            case "Sqrt" -> x.map(Math::sqrt);
            case "Reciprocal" -> x.map(v -> 1 / v);
            case "Sign" -> x.map(Math::signum);
            case "Relu" -> x.map(v -> Math.max(0, v));
            case "LeakyRelu" -> x.map(v -> v < 0 ? v * op.number("alpha", 0.01f) : v);
            case "Elu" -> x.map(v -> v < 0 ? op.number("alpha", 1) * Math.expm1(v) : v);
            case "Selu" ->
                x.map(v -> op.number("gamma", 1.05070102f)
                        * (v < 0 ? op.number("alpha", 1.67326319f) * Math.expm1(v) : v));
            case "Sigmoid" -> x.map(Reference::sigmoid);
            case "Tanh" -> x.map(Math::tanh);
            case "Softplus" -> x.map(Reference::softplus);
            case "Mish" -> x.map(v -> v * Math.tanh(softplus(v)));
            case "Gelu" ->
                x.map(v -> op.string("approximate", "none").equals("tanh")
                        ? 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))
                        : 0.5 * v * (1 + erf(v / Math.sqrt(2))));
            case "Clip" ->
                x.map(v ->
                        Math.min(op.number("max", Float.MAX_VALUE), Math.max(op.number("min", -Float.MAX_VALUE), v)));
            case "Dropout" -> dropout(op, x);
            case "Softmax" -> softmax(x, axis(op, -1, x)).map(Math::exp);
            case "LogSoftmax" -> softmax(x, axis(op, -1, x));
            case "Add" -> Numbers.zip(x, y, Double::sum);
            case "Sub" -> Numbers.zip(x, y, (a, b) -> a - b);
            case "Mul" -> Numbers.zip(x, y, (a, b) -> a * b);
            case "Div" -> Numbers.zip(x, y, (a, b) -> a / b);
            case "Pow" -> Numbers.zip(x, y, Math::pow);
            case "Max" -> Numbers.zip(x, y, Math::max);
            case "Min" -> Numbers.zip(x, y, Math::min);
            case "Equal" -> Numbers.zip(x, y, (a, b) -> a == b ? 1 : 0);
            case "Greater" -> Numbers.zip(x, y, (a, b) -> a > b ? 1 : 0);
            case "GreaterOrEqual" -> Numbers.zip(x, y, (a, b) -> a >= b ? 1 : 0);
            case "Less" -> Numbers.zip(x, y, (a, b) -> a < b ? 1 : 0);
            case "LessOrEqual" -> Numbers.zip(x, y, (a, b) -> a <= b ? 1 : 0);
            case "And" -> Numbers.zip(x, y, (a, b) -> a * b);
            case "Or" -> Numbers.zip(x, y, Math::max);
            case "Not" -> x.map(v -> 1 - v);
            case "Where" -> where(x.expand(to), y.expand(to), in.get(2).expand(to));
            case "Constant" -> new Numbers(to, doubles(op.numbers("value")));
            case "MatMul" -> Numbers.matMul(x, y);
            case "Gemm" -> gemm(op, in);
            case "ReduceSum" -> x.sum(axes(op, x)).reshape(to);
            case "ReduceMean" -> x.mean(axes(op, x)).reshape(to);
            case "ReduceMax" ->
                x.fold(axes(op, x), Double.NEGATIVE_INFINITY, Math::max).reshape(to);
            case "ReduceMin" ->
                x.fold(axes(op, x), Double.POSITIVE_INFINITY, Math::min).reshape(to);
            case "ArgMax" -> argMax(x, axis(op, 0, x)).reshape(to);
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> x.reshape(to);
            case "Transpose" -> x.transpose(perm(op, x));
            case "Concat" -> concat(in, axis(op, -1, x), to);
            case "Slice" -> slice(op, x, to);
            case "Gather" -> gather(x, y, axis(op, 0, x), to);
            case "OneHot" -> oneHot(x, to);
            case "EmbeddingBag" -> bag(op, x, y, in.get(2), to);
            case "LayerNormalization" -> layer(op, in);
            case "BatchNormalization" -> batch(op, in);
            case "SoftmaxCrossEntropyLoss" -> entropy(op, in);
            default -> throw new IllegalStateException(op.type());
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** The Maclaurin series, Abramowitz and Stegun 7.1.5. */
    private static double erf(double x) {
        double sum = 0;
        double term = x;
        for (int n = 0; n < 200 && Math.abs(term) > 1e-18; n++) {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static int axis(Operator op, int otherwise, Numbers x) {
        int axis = op.integer("axis", otherwise);
        return axis < 0 ? axis + x.shape().length : axis;
    }

    private static boolean[] axes(Operator op, Numbers x) {
        boolean[] chosen = new boolean[x.shape().length];
        int[] given = op.integers("axes");
        if (given.length == 0) Arrays.fill(chosen, true);
        for (int a : given) chosen[a < 0 ? a + chosen.length : a] = true;
        return chosen;
    }

    private static boolean[] only(int axis, Numbers x) {
        boolean[] chosen = new boolean[x.shape().length];
        chosen[axis] = true;
        return chosen;
    }

    private static int[] perm(Operator op, Numbers x) {
        int[] perm = op.integers("perm");
        if (perm.length > 0) return perm;
        int[] reversed = new int[x.shape().length];
        for (int i = 0; i < reversed.length; i++) reversed[i] = reversed.length - 1 - i;
        return reversed;
    }

    /** The logarithm of softmax. */
    private static Numbers softmax(Numbers x, int axis) {
        Numbers shifted = Numbers.zip(x, x.fold(only(axis, x), Double.NEGATIVE_INFINITY, Math::max), (a, b) -> a - b);
        return Numbers.zip(shifted, shifted.map(Math::exp).sum(only(axis, x)), (a, b) -> a - Math.log(b));
    }

    private Numbers dropout(Operator op, Numbers x) {
        if (!training) return x;
        float[] mask = new float[x.data().length];
        CounterRandom.dropoutMask(seed, op.output(), 0, op.number("ratio", 0.5f), mask, mask.length);
        return Numbers.zip(x, new Numbers(x.shape(), doubles(mask)), (a, b) -> a * b);
    }

    private static Numbers where(Numbers c, Numbers a, Numbers b) {
        Numbers out = Numbers.zeros(c.shape());
        for (int i = 0; i < out.data().length; i++) out.data()[i] = c.data()[i] != 0 ? a.data()[i] : b.data()[i];
        return out;
    }

    private static Numbers gemm(Operator op, List<Numbers> in) {
        Numbers a = op.integer("transA", 0) == 1 ? in.get(0).transpose(1, 0) : in.get(0);
        Numbers b = op.integer("transB", 0) == 1 ? in.get(1).transpose(1, 0) : in.get(1);
        Numbers y = Numbers.matMul(a, b).map(v -> v * op.number("alpha", 1));
        return in.size() < 3 ? y : Numbers.zip(y, in.get(2), (v, c) -> v + op.number("beta", 1) * c);
    }

    private static Numbers argMax(Numbers x, int axis) {
        Numbers best = x.fold(only(axis, x), Double.NEGATIVE_INFINITY, Math::max);
        Numbers at = best.map(v -> -1);
        for (int p = 0; p < x.data().length; p++) {
            int[] i = Numbers.index(p, x.shape());
            int q = Numbers.position(i, best.shape());
            if (at.data()[q] < 0 && x.data()[p] == best.data()[q]) at.data()[q] = i[axis];
        }
        return at;
    }

    private static Numbers concat(List<Numbers> in, int axis, int[] to) {
        Numbers out = Numbers.zeros(to);
        int start = 0;
        for (Numbers part : in) {
            for (int p = 0; p < part.data().length; p++) {
                int[] i = Numbers.index(p, part.shape());
                i[axis] += start;
                out.data()[Numbers.position(i, to)] = part.data()[p];
            }
            start += part.shape()[axis];
        }
        return out;
    }

    private static Numbers slice(Operator op, Numbers x, int[] to) {
        Numbers out = Numbers.zeros(to);
        int[] axes = op.integers("axes");
        for (int p = 0; p < out.data().length; p++) {
            int[] i = Numbers.index(p, to);
            for (int k = 0; k < axes.length; k++) {
                int axis = axes[k] < 0 ? axes[k] + to.length : axes[k];
                int start = op.integers("starts")[k];
                i[axis] += start < 0 ? start + x.shape()[axis] : start;
            }
            out.data()[p] = x.data()[Numbers.position(i, x.shape())];
        }
        return out;
    }

    private static Numbers gather(Numbers x, Numbers ids, int axis, int[] to) {
        Numbers out = Numbers.zeros(to);
        int idRank = ids.shape().length;
        for (int p = 0; p < out.data().length; p++) {
            int[] i = Numbers.index(p, to);
            int[] from = new int[x.shape().length];
            for (int k = 0; k < axis; k++) from[k] = i[k];
            from[axis] = (int) ids.data()[Numbers.position(Arrays.copyOfRange(i, axis, axis + idRank), ids.shape())];
            for (int k = axis + 1; k < from.length; k++) from[k] = i[k - 1 + idRank];
            out.data()[p] = x.data()[Numbers.position(from, x.shape())];
        }
        return out;
    }

    private static Numbers oneHot(Numbers x, int[] to) {
        Numbers out = Numbers.zeros(to);
        int depth = to[to.length - 1];
        for (int p = 0; p < x.data().length; p++)
            if (x.data()[p] >= 0 && x.data()[p] < depth) out.data()[p * depth + (int) x.data()[p]] = 1;
        return out;
    }

    private static Numbers bag(Operator op, Numbers table, Numbers ids, Numbers mask, int[] to) {
        Numbers out = Numbers.zeros(to);
        int length = ids.shape()[1];
        for (int r = 0; r < to[0]; r++)
            for (int c = 0; c < to[1]; c++) {
                double sum = 0;
                double max = Double.NEGATIVE_INFINITY;
                double last = 0;
                int n = 0;
                for (int p = 0; p < length; p++) {
                    if (mask.data()[r * length + p] == 0) continue;
                    last = table.data()[(int) ids.data()[r * length + p] * to[1] + c];
                    sum += last;
                    max = Math.max(max, last);
                    n++;
                }
                if (n == 0) continue;
                out.data()[r * to[1] + c] = switch (op.string("mode", "mean")) {
                    case "sum" -> sum;
                    case "max" -> max;
                    case "last" -> last;
                    default -> sum / n;
                };
            }
        return out;
    }

    private static Numbers standardize(Numbers x, Numbers mean, Numbers variance, double epsilon) {
        return Numbers.zip(Numbers.zip(x, mean, (a, b) -> a - b), variance, (a, b) -> a / Math.sqrt(b + epsilon));
    }

    private static Numbers variance(Numbers x, boolean[] axes) {
        return Numbers.zip(x, x.mean(axes), (a, b) -> (a - b) * (a - b)).mean(axes);
    }

    private static Numbers layer(Operator op, List<Numbers> in) {
        Numbers x = in.get(0);
        boolean[] axes = new boolean[x.shape().length];
        for (int i = axis(op, -1, x); i < axes.length; i++) axes[i] = true;
        Numbers y = standardize(x, x.mean(axes), variance(x, axes), op.number("epsilon", 1e-5f));
        y = Numbers.zip(y, in.get(1), (a, b) -> a * b);
        return in.size() < 3 ? y : Numbers.zip(y, in.get(2), Double::sum);
    }

    private Numbers batch(Operator op, List<Numbers> in) {
        Numbers x = in.get(0);
        int[] channels = new int[x.shape().length];
        Arrays.fill(channels, 1);
        channels[1] = x.shape()[1];
        boolean[] axes = new boolean[channels.length];
        for (int i = 0; i < axes.length; i++) axes[i] = i != 1;
        Numbers mean = training ? x.mean(axes) : in.get(3).reshape(channels);
        Numbers variance = training ? variance(x, axes) : in.get(4).reshape(channels);
        Numbers y = standardize(x, mean, variance, op.number("epsilon", 1e-5f));
        return Numbers.zip(
                Numbers.zip(y, in.get(1).reshape(channels), (a, b) -> a * b),
                in.get(2).reshape(channels),
                Double::sum);
    }

    private static Numbers entropy(Operator op, List<Numbers> in) {
        Numbers logs = softmax(in.get(0), 1);
        Numbers labels = in.get(1);
        Numbers out = Numbers.zeros(labels.shape());
        double weights = 0;
        for (int p = 0; p < out.data().length; p++) {
            int[] i = Numbers.index(p, labels.shape());
            int[] at = new int[i.length + 1];
            at[0] = i[0];
            at[1] = (int) labels.data()[p];
            System.arraycopy(i, 1, at, 2, i.length - 1);
            double weight = in.size() < 3 ? 1 : in.get(2).data()[at[1]];
            weights += weight;
            out.data()[p] = -weight * logs.data()[Numbers.position(at, logs.shape())];
        }
        double sum = Arrays.stream(out.data()).sum();
        return switch (op.string("reduction", "mean")) {
            case "none" -> out;
            case "sum" -> new Numbers(new int[0], new double[] {sum});
            default -> new Numbers(new int[0], new double[] {sum / weights});
        };
    }
}
