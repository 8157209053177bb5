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
 */
record OperatorCase(String name, List<Given> givens, Body body) {

    /** Adds the operator. */
    interface Body {
        Value build(GraphBuilder g, List<Value> in);
    }

    /**
     * What a case takes.
     *
     * @param type FLOAT or INT
     * @param batched whether it comes with the batch; else it is a parameter
     * @param mask whether it is a mask: ones followed by zeros
     * @param shape of a row, or of the parameter
     * @param low the least number
     * @param high what numbers are below
     */
    record Given(ElementType type, boolean batched, boolean mask, int[] shape, double low, double high) {
        static Given floats(int... shape) {
            return between(-2, 2, shape);
        }

        static Given between(double low, double high, int... shape) {
            return new Given(ElementType.FLOAT, true, false, shape, low, high);
        }

        static Given parameter(int... shape) {
            return new Given(ElementType.FLOAT, false, false, shape, -1, 1);
        }

        static Given positiveParameter(int... shape) {
            return new Given(ElementType.FLOAT, false, false, shape, 0.5, 2);
        }

        static Given ids(int bound, int... shape) {
            return new Given(ElementType.INT, true, false, shape, 0, bound);
        }

        static Given mask(int length) {
            return new Given(ElementType.FLOAT, true, true, new int[] {length}, 0, 2);
        }
    }

    /** The operator alone; its result is the output {@code out}. */
    Graph inference() {
        GraphBuilder g = new GraphBuilder(Map.of());
        output(g, build(g, false));
        return g.build();
    }

    /**
     * The operator between a parameter that is added to each input and the scalar output {@code loss}, Σ y (y + 0.7), whose slope differs
     * from element to element.
     */
    Graph training() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value y = output(g, build(g, true));
        g.output("loss", g.reduce("ReduceSum", g.mul(y, g.add(y, 0.7)), false));
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
            if (!given.batched()) {
                in.add(g.parameter("w" + i, Shape.of(given.shape()), Initializer.uniform(given.low(), given.high())));
                continue;
            }
            Value x = g.input("x" + i, given.type(), Shape.batch(given.shape()));
            if (given.type() == ElementType.INT) x = x.below((int) given.high());
            if (shifted && given.type() == ElementType.FLOAT && !given.mask())
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
            for (int r = 0; r < rows; r++) {
                int length = rows > 1 && r == 0 ? 0 : 1 + (int) (random.uniform(100_000 + r) * width);
                for (int k = 0; k < width; k++) {
                    double number = given.low() + (given.high() - given.low()) * random.uniform(r * (long) width + k);
                    if (given.mask()) batch.floats(slot)[r * width + k] = k < length ? 1 : 0;
                    else if (batch.isInt(slot)) batch.ints(slot)[r * width + k] = (int) number;
                    else batch.floats(slot)[r * width + k] = (float) number;
                }
            }
            if (!batch.isInt(slot)) Arrays.fill(batch.floats(slot), rows * width, batch.floats(slot).length, Float.NaN);
        }
        batch.rows(rows);
        return batch;
    }

    @Override
    public String toString() {
        return name;
    }
}
