package io.graft.backend.dl4j.cpu;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One small graph for each operator and each way of using it. */
final class OperatorCases {

    /** A graph with a name. */
    record Case(String name, Graph graph) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Case> cases = new ArrayList<>();

    private OperatorCases() {}

    static List<Case> all() {
        OperatorCases all = new OperatorCases();
        all.unary();
        all.binary();
        all.logic();
        all.reductions();
        all.products();
        all.layouts();
        all.lookups();
        all.normalizations();
        all.losses();
        return all.cases;
    }

    /** A graph whose loss weighs each element of the result differently. */
    private void add(String name, Function<GraphBuilder, Value> body) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value y = body.apply(g);
        // a batch can hold what has one row for each of its own
        boolean rows = y.shape().rank() > 0
                && y.shape().dim(0).equals(Dim.BATCH)
                && y.shape().row().known();
        if (rows || y.shape().known()) g.output("y", y);
        Value f = y.type() == ElementType.FLOAT ? y : g.op("Cast", Map.of("to", "FLOAT"), y);
        Value weighted = g.mul(f, weights(g, f.shape()));
        Value anchor = g.parameter("anchor", Shape.SCALAR, Initializer.constant(0.5));
        Value sum = g.reduce("ReduceSum", weighted, false);
        g.output("loss", g.mul(sum, anchor));
        cases.add(new Case(name, g.build()));
    }

    private static Value weights(GraphBuilder g, Shape shape) {
        if (shape.rank() == 0 || !shape.dim(-1).known()) return g.constant(0.7);
        float[] weights = new float[shape.last()];
        for (int i = 0; i < weights.length; i++) weights[i] = 0.3f + 0.7f * (i % 5);
        return g.constant(Shape.of(weights.length), weights);
    }

    private static Value parameter(GraphBuilder g, String name, int... shape) {
        return g.parameter(name, Shape.of(shape), Initializer.normal(0, 1));
    }

    private static Value input(GraphBuilder g, int... row) {
        return g.input("x", ElementType.FLOAT, Shape.batch(row));
    }

    private static Value ids(GraphBuilder g, int... row) {
        return g.input("ids", ElementType.INT, Shape.batch(row));
    }

    /** A batch moved by a parameter, so that gradients go through broadcasting. */
    private static Value mixed(GraphBuilder g, int... row) {
        return g.add(input(g, row), parameter(g, "p", row));
    }

    private void unary() {
        for (String type : List.of(
                "Abs",
                "Neg",
                "Exp",
                "Sign",
                "Relu",
                "Sigmoid",
                "Tanh",
                "Softplus",
                "Mish",
                "Identity",
                "Elu",
                "LeakyRelu",
                "Selu",
                "Gelu",
                "Dropout")) add(type, g -> g.op(type, mixed(g, 5)));
        add("Elu with alpha", g -> g.op("Elu", Map.of("alpha", 0.7f), mixed(g, 5)));
        add("LeakyRelu with alpha", g -> g.op("LeakyRelu", Map.of("alpha", 0.3f), mixed(g, 5)));
        add("Gelu by tanh", g -> g.op("Gelu", Map.of("approximate", "tanh"), mixed(g, 5)));
        add("Softplus of large numbers", g -> g.op("Softplus", g.mul(mixed(g, 5), 60)));
        for (String type : List.of("Log", "Sqrt", "Reciprocal"))
            add(type, g -> g.op(type, g.add(g.op("Abs", mixed(g, 5)), 0.5)));
        add("Clip", g -> g.op("Clip", Map.of("min", -0.5f, "max", 0.8f), mixed(g, 5)));
        add("Clip below", g -> g.op("Clip", Map.of("min", -0.5f), mixed(g, 5)));
        add("Dropout of a ratio", g -> g.op("Dropout", Map.of("ratio", 0.3f), mixed(g, 5)));
        for (String type : List.of("Softmax", "LogSoftmax")) {
            add(type, g -> g.op(type, Map.of("axis", -1), mixed(g, 3, 4)));
            add(type + " over the middle", g -> g.op(type, Map.of("axis", 1), mixed(g, 3, 4)));
            add(type + " over the batch's rows", g -> g.op(type, Map.of("axis", 0), mixed(g, 3)));
            add(type + " of large scores", g -> g.op(type, Map.of("axis", -1), g.mul(mixed(g, 4), 40)));
        }
        add("Cast", g -> g.op("Cast", Map.of("to", "INT"), g.mul(input(g, 4), 3)));
        add("Cast of ids", g -> g.mul(g.op("Cast", Map.of("to", "FLOAT"), ids(g, 4)), parameter(g, "p", 4)));
    }

    private void binary() {
        for (String type : List.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min")) {
            Function<Boolean, Function<GraphBuilder, Function<Value, Value>>> fit = left -> g ->
                    x -> type.equals("Pow") && left || type.equals("Div") && !left ? g.add(g.op("Abs", x), 0.5) : x;
            pair(type, type, fit, g -> mixed(g, 4), g -> parameter(g, "q", 4));
            pair(type, type + " by a matrix", fit, g -> mixed(g, 3, 4), g -> parameter(g, "q", 3, 4));
            pair(type, type + " by a column", fit, g -> mixed(g, 3, 4), g -> parameter(g, "q", 3, 1));
            pair(type, type + " by a number", fit, g -> mixed(g, 4), g -> parameter(g, "q"));
            pair(type, type + " of a row by a batch", fit, g -> parameter(g, "q", 4), g -> mixed(g, 4));
            pair(
                    type,
                    type + " of a column by a row",
                    fit,
                    g -> g.reduce("ReduceSum", mixed(g, 4), true, 1),
                    g -> parameter(g, "q", 3));
        }
        add("Mul by itself", g -> g.square(mixed(g, 4)));
        add("Add to itself", g -> {
            Value x = mixed(g, 4);
            return g.add(x, x);
        });
        add("Max of equals", g -> {
            Value x = g.op("Relu", mixed(g, 4));
            return g.op("Max", x, g.add(x, 1));
        });
    }

    private void pair(
            String type,
            String name,
            Function<Boolean, Function<GraphBuilder, Function<Value, Value>>> fit,
            Function<GraphBuilder, Value> a,
            Function<GraphBuilder, Value> b) {
        add(
                name,
                g -> g.op(
                        type,
                        fit.apply(true).apply(g).apply(a.apply(g)),
                        fit.apply(false).apply(g).apply(b.apply(g))));
    }

    private void logic() {
        for (String type : List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual")) {
            add(type, g -> g.op(type, g.op("Sign", mixed(g, 4)), g.op("Sign", parameter(g, "q", 4))));
            add(type + " of ids", g -> g.op(type, ids(g, 4), g.op("Cast", Map.of("to", "INT"), g.constant(1))));
        }
        for (String type : List.of("And", "Or"))
            add(
                    type,
                    g -> g.op(
                            type,
                            g.op("Greater", mixed(g, 4), g.constant(0)),
                            g.op("Less", parameter(g, "q", 4), g.constant(0.3))));
        add("Not", g -> g.op("Not", g.op("Greater", mixed(g, 4), g.constant(0))));
        add(
                "Where",
                g -> g.op("Where", g.op("Greater", input(g, 4), g.constant(0)), mixed2(g, 4), parameter(g, "q", 4)));
        add("Where by column", g -> {
            Value column = g.op("Greater", g.reduce("ReduceSum", input(g, 4), true, 1), g.constant(0));
            return g.op("Where", column, parameter(g, "p", 4), parameter(g, "q"));
        });
    }

    private static Value mixed2(GraphBuilder g, int... row) {
        return g.add(g.input("x2", ElementType.FLOAT, Shape.batch(row)), parameter(g, "p", row));
    }

    private void reductions() {
        for (String type : List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin"))
            for (boolean keep : new boolean[] {true, false}) {
                String kept = keep ? " kept" : "";
                add(type + " over all" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep));
                add(type + " over the last" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep, -1));
                add(type + " over the middle" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep, 1));
                add(type + " over the rows" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep, 0));
                add(type + " over the first and last" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep, 0, 2));
                add(type + " over the first two" + kept, g -> g.reduce(type, mixed(g, 3, 4), keep, 0, 1));
            }
        add("ArgMax", g -> g.op("ArgMax", Map.of("axis", -1), mixed(g, 3, 4)));
        add("ArgMax over the middle", g -> g.op("ArgMax", Map.of("axis", 1, "keepdims", 0), mixed(g, 3, 4)));
        add("ArgMax of ids", g -> g.op("ArgMax", Map.of("axis", 1), ids(g, 4)));
    }

    private void products() {
        add("MatMul by a matrix", g -> g.matMul(mixed(g, 4), parameter(g, "q", 4, 3)));
        add("MatMul of many by a matrix", g -> g.matMul(mixed(g, 2, 4), parameter(g, "q", 4, 3)));
        add("MatMul of many by many", g -> g.matMul(mixed(g, 2, 4), mixed2q(g, 4, 3)));
        add("MatMul of one by many", g -> g.matMul(parameter(g, "q", 2, 4), mixed(g, 4, 3)));
        add("MatMul of many by one", g -> g.matMul(mixed(g, 5, 2, 4), parameter(g, "q", 5, 4, 3)));
        add("MatMul across axes", g -> g.matMul(mixed(g, 5, 2, 4), parameter(g, "q", 1, 1, 4, 3)));
        add("MatMul with itself", g -> {
            Value x = mixed(g, 4);
            return g.matMul(x, g.op("Transpose", x));
        });
        for (int a = 0; a < 2; a++)
            for (int b = 0; b < 2; b++) {
                int ta = a;
                int tb = b;
                add("Gemm transA " + ta + " transB " + tb, g -> {
                    Value x = ta == 1 ? g.op("Transpose", mixed(g, 4)) : mixed(g, 4);
                    Value w = tb == 1 ? parameter(g, "w", 3, 4) : parameter(g, "w", 4, 3);
                    return g.op(
                            "Gemm",
                            Map.of("transA", ta, "transB", tb, "alpha", 1.3f, "beta", 0.6f),
                            x,
                            w,
                            parameter(g, "c", 3));
                });
            }
        add("Gemm without bias", g -> g.op("Gemm", mixed(g, 4), parameter(g, "w", 4, 3)));
        add(
                "Gemm with a whole bias",
                g -> g.op(
                        "Gemm", g.op("Transpose", mixed(g, 2)), g.op("Relu", mixed2p(g, 3)), parameter(g, "c", 2, 3)));
        add(
                "Gemm into one row",
                g -> g.op("Gemm", parameter(g, "a", 1, 4), parameter(g, "w", 4, 3), parameter(g, "c", 3)));
    }

    private static Value mixed2q(GraphBuilder g, int... row) {
        return g.add(g.input("x2", ElementType.FLOAT, Shape.batch(row)), parameter(g, "q", row));
    }

    /** Weights that come from a batch: the left side is transposed, so that the inner axis is the batch. */
    private static Value mixed2p(GraphBuilder g, int... row) {
        return g.add(g.input("x2", ElementType.FLOAT, Shape.batch(row)), parameter(g, "q", row));
    }

    private void layouts() {
        add("Reshape", g -> g.reshape(mixed(g, 3, 4), 0, 2, -1));
        add("Reshape into rows", g -> g.reshape(mixed(g, 3, 4), -1, 4));
        add("Flatten", g -> g.op("Flatten", Map.of("axis", 1), mixed(g, 3, 4)));
        add("Flatten rows", g -> g.op("Flatten", Map.of("axis", 2), mixed(g, 3, 4)));
        add("Transpose", g -> g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), mixed(g, 3, 4)));
        add("Transpose round", g -> g.op("Transpose", Map.of("perm", List.of(1, 2, 0)), mixed(g, 3, 4)));
        add("Unsqueeze", g -> g.op("Unsqueeze", Map.of("axes", List.of(1, 3)), mixed(g, 3)));
        add(
                "Squeeze",
                g -> g.op("Squeeze", Map.of("axes", List.of(2)), g.reduce("ReduceSum", mixed(g, 3, 4), true, 2)));
        add("Concat", g -> g.concat(-1, mixed(g, 3), g.op("Neg", input2(g, 2)), input2(g, 2, "x3")));
        add("Concat over the middle", g -> g.concat(1, mixed(g, 3, 4), mixed2q(g, 2, 4)));
        add("Concat of ids", g -> g.concat(1, ids(g, 3), g.input("ids2", ElementType.INT, Shape.batch(2))));
        add("Slice", g -> g.slice(mixed(g, 3, 5), 2, 1, 4));
        add("Slice from the end", g -> g.slice(mixed(g, 3, 5), -1, -2, Integer.MAX_VALUE));
        add(
                "Slice of two axes",
                g -> g.op(
                        "Slice",
                        Map.of("starts", List.of(1, 0), "ends", List.of(3, 2), "axes", List.of(1, 2)),
                        mixed(g, 3, 4)));
        add("Slice of nothing", g -> g.slice(mixed(g, 3, 5), 1, 0, 3));
        add("Slice of ids", g -> g.slice(ids(g, 5), 1, 2, 4));
        add("Constant", g -> g.add(mixed(g, 3), g.constant(Shape.of(3), 1, 2, 3)));
    }

    private static Value input2(GraphBuilder g, int width) {
        return input2(g, width, "x2");
    }

    private static Value input2(GraphBuilder g, int width, String name) {
        return g.input(name, ElementType.FLOAT, Shape.batch(width));
    }

    private void lookups() {
        add("Gather", g -> g.gather(parameter(g, "table", 4, 3), ids(g, 5)));
        add("Gather of numbers", g -> g.gather(parameter(g, "table", 4), ids(g, 5)));
        add(
                "Gather over the last",
                g -> g.op("Gather", Map.of("axis", 2), mixed(g, 3, 4), g.input("ids", ElementType.INT, Shape.of(2))));
        add(
                "Gather of ids",
                g -> g.op(
                        "Gather",
                        Map.of("axis", 1),
                        ids(g, 4),
                        g.op("Cast", Map.of("to", "INT"), g.constant(Shape.of(2), 3, 1))));
        add("Gather from a computed table", g -> g.gather(g.op("Tanh", parameter(g, "table", 4, 3)), ids(g, 5)));
        add("Gather from a table used twice", g -> {
            Value table = parameter(g, "table", 4, 3);
            Value found = g.gather(table, ids(g, 5));
            return g.matMul(found, g.op("Transpose", table));
        });
        add("OneHot", g -> g.mul(g.op("OneHot", Map.of("depth", 3), ids(g, 2)), parameter(g, "p", 3)));
        for (String mode : List.of("mean", "sum", "max", "last")) {
            add("EmbeddingBag by " + mode, g -> bag(g, parameter(g, "table", 4, 3), mode));
            add(
                    "EmbeddingBag of a computed table by " + mode,
                    g -> bag(g, g.op("Tanh", parameter(g, "table", 4, 3)), mode));
            add("pooling by " + mode, g -> {
                Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(5));
                return g.pool(mixed(g, 5, 2).withMask(mask), mode);
            });
        }
    }

    private static Value bag(GraphBuilder g, Value table, String mode) {
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(5));
        return g.op("EmbeddingBag", Map.of("mode", mode), table, ids(g, 5), mask);
    }

    private void normalizations() {
        for (int axis : new int[] {-1, 1}) {
            int[] shape = axis == 1 ? new int[] {3, 4} : new int[] {4};
            add(
                    "LayerNormalization over " + axis,
                    g -> g.op(
                            "LayerNormalization",
                            Map.of("axis", axis),
                            mixed(g, 3, 4),
                            parameter(g, "scale", shape),
                            parameter(g, "bias", shape)));
        }
        add(
                "LayerNormalization without bias",
                g -> g.op("LayerNormalization", Map.of("epsilon", 0.01f), mixed(g, 4), parameter(g, "scale", 4)));
        add("BatchNormalization", g -> norm(g, mixed(g, 4), 4));
        add("BatchNormalization of planes", g -> norm(g, mixed(g, 3, 2, 2), 3));
    }

    private static Value norm(GraphBuilder g, Value x, int channels) {
        Value scale = parameter(g, "scale", channels);
        Value bias = parameter(g, "bias", channels);
        Value mean = g.statistic("mean", Shape.of(channels), Initializer.normal(0, 0.3));
        Value variance = g.statistic("variance", Shape.of(channels), Initializer.uniform(0.5, 2));
        return g.op("BatchNormalization", Map.of("epsilon", 0.1f), x, scale, bias, mean, variance);
    }

    private void losses() {
        for (String reduction : List.of("none", "mean", "sum")) {
            Map<String, Object> how = Map.of("reduction", reduction);
            add(
                    "SoftmaxCrossEntropyLoss " + reduction,
                    g -> g.op(
                            "SoftmaxCrossEntropyLoss",
                            how,
                            mixed(g, 4),
                            g.input("label", ElementType.INT, Shape.of(Dim.BATCH))));
            add(
                    "SoftmaxCrossEntropyLoss weighted " + reduction,
                    g -> g.op(
                            "SoftmaxCrossEntropyLoss",
                            how,
                            mixed(g, 4),
                            g.input("label", ElementType.INT, Shape.of(Dim.BATCH)),
                            g.constant(Shape.of(4), 1, 2, 0.5f, 3)));
            add(
                    "SoftmaxCrossEntropyLoss of sequences " + reduction,
                    g -> g.op(
                            "SoftmaxCrossEntropyLoss",
                            how,
                            mixed(g, 4, 3),
                            g.input("label", ElementType.INT, Shape.batch(3))));
        }
        add(
                "SoftmaxCrossEntropyLoss of sure scores",
                g -> g.op(
                        "SoftmaxCrossEntropyLoss",
                        g.mul(mixed(g, 4), 60),
                        g.input("label", ElementType.INT, Shape.of(Dim.BATCH))));
    }
}
