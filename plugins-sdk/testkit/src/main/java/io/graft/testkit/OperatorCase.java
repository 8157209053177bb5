package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One use of an operator, as a graph that can be answered and one that can be trained.
 *
 * @param name the operator and what is special about this use
 * @param givens what it takes
 * @param body adds the operator
 * @param slopes whether its slope can be measured
 */
record OperatorCase(String name, List<Given> givens, Body body, boolean slopes) {

    /** Adds the operator. */
    interface Body {
        Value build(GraphBuilder g, List<Value> in);
    }

    /** Where numbers come from: rows of the batch, rows of ones followed by zeros, lengths of rows, an input that all rows share, a parameter. */
    enum Source {
        ROWS,
        MASK,
        LENGTHS,
        SHARED,
        PARAMETER
    }

    /**
     * What a case takes.
     *
     * @param type FLOAT or INT
     * @param source where it comes from
     * @param shape of a row where there are rows, else of the whole
     * @param low the least number
     * @param high what numbers are below
     */
    record Given(ElementType type, Source source, int[] shape, double low, double high) {
        static Given floats(int... shape) {
            return between(-2, 2, shape);
        }

        static Given between(double low, double high, int... shape) {
            return new Given(ElementType.FLOAT, Source.ROWS, shape, low, high);
        }

        static Given parameter(int... shape) {
            return new Given(ElementType.FLOAT, Source.PARAMETER, shape, -1, 1);
        }

        static Given positiveParameter(int... shape) {
            return new Given(ElementType.FLOAT, Source.PARAMETER, shape, 0.5, 2);
        }

        static Given ids(int bound, int... shape) {
            return new Given(ElementType.INT, Source.ROWS, shape, 0, bound);
        }

        static Given ints(int low, int high, int... shape) {
            return new Given(ElementType.INT, Source.ROWS, shape, low, high);
        }

        /** From 0 to the longest; of several rows the first is empty and the second the longest. */
        static Given lengths(int longest) {
            return new Given(ElementType.INT, Source.LENGTHS, new int[0], 1, longest + 1);
        }

        static Given sharedIds(int bound, int... shape) {
            return new Given(ElementType.INT, Source.SHARED, shape, 0, bound);
        }

        static Given mask(int length) {
            return new Given(ElementType.FLOAT, Source.MASK, new int[] {length}, 0, 2);
        }
    }

    /** The operator alone; its result is the output {@code out}. */
    Graph inference() {
        GraphBuilder g = new GraphBuilder(Map.of());
        output(g, build(g, false));
        return g.build();
    }

    /**
     * The operator between a parameter that is added to each input and the scalar output {@code loss}, scale · Σ y (y + 0.7), whose slope
     * differs from element to element. The parameter {@code scale} lets what has no slope, such as ids, be trained too.
     */
    Graph training() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value out = output(g, build(g, true));
        Value y = out.type() == ElementType.INT ? g.op("Cast", Map.of("to", "FLOAT"), out) : out;
        Value scale = g.parameter("scale", Shape.SCALAR, Initializer.constant(0.5));
        g.output("loss", g.mul(scale, g.reduce("ReduceSum", g.mul(y, g.add(y, 0.7)), false)));
        return g.build();
    }

    private static Value output(GraphBuilder g, Value y) {
        Value out = y.type() == ElementType.BOOL ? g.op("Cast", Map.of("to", "FLOAT"), y) : y;
        g.output("out", out);
        return out;
    }

    private Value build(GraphBuilder g, boolean shifted) {
        List<Value> in = new ArrayList<>();
        for (int i = 0; i < givens.size(); i++) {
            Given given = givens.get(i);
            if (given.source() == Source.PARAMETER) {
                in.add(g.parameter("w" + i, Shape.of(given.shape()), Initializer.uniform(given.low(), given.high())));
                continue;
            }
            Shape shape = given.source() == Source.SHARED ? Shape.of(given.shape()) : Shape.batch(given.shape());
            Value x = g.input("x" + i, given.type(), shape);
            if (given.type() == ElementType.INT) x = x.below((int) given.high());
            if (shifted && given.type() == ElementType.FLOAT && given.source() != Source.MASK)
                x = g.add(x, g.parameter("shift" + i, Shape.of(given.shape()), Initializer.zeros()));
            in.add(x);
        }
        return body.build(g, in);
    }

    /** Rows for a graph of this case. What lies beyond them is NaN, which nobody may look at. The first of several masks masks everything. */
    Batch batch(Graph graph, int rows, int capacity, long seed) {
        Batch batch = new Batch(graph.inputs(), capacity);
        for (int i = 0; i < givens.size(); i++) {
            Given given = givens.get(i);
            int slot = batch.slot("x" + i);
            if (slot < 0) continue;
            CounterRandom random = CounterRandom.of(seed, "x" + i).at(rows);
            int width = batch.width(slot);
            int count = given.source() == Source.SHARED ? 1 : rows;
            for (int r = 0; r < count; r++) {
                int length = rows > 1 && r == 0 ? 0 : 1 + (int) (random.uniform(100_000 + r) * width);
                for (int k = 0; k < width; k++) {
                    double number = given.low() + (given.high() - given.low()) * random.uniform(r * (long) width + k);
                    if (given.source() == Source.LENGTHS && rows > 1 && r < 2) number = r == 0 ? 0 : given.high() - 1;
                    if (given.source() == Source.MASK) batch.floats(slot)[r * width + k] = k < length ? 1 : 0;
                    else if (batch.isInt(slot)) batch.ints(slot)[r * width + k] = (int) number;
                    else batch.floats(slot)[r * width + k] = (float) number;
                }
            }
            if (!batch.isInt(slot))
                Arrays.fill(batch.floats(slot), count * width, batch.floats(slot).length, Float.NaN);
        }
        batch.rows(rows);
        return batch;
    }

    @Override
    public String toString() {
        return name;
    }
}
