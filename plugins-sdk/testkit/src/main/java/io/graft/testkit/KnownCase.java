package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator gives for some numbers, computed in float64 by others; see operators.py beside operators.txt.
 *
 * @param number which of the cases it is, from 1
 * @param operator its type
 * @param training whether it is computed as in a training step
 * @param attributes its attributes
 * @param inputs what it takes
 * @param outputs what it gives
 * @param gradients by input: those of {@link #count}
 */
record KnownCase(
        int number,
        String operator,
        boolean training,
        Map<String, Object> attributes,
        List<Input> inputs,
        List<Tensor> outputs,
        Map<Integer, Tensor> gradients) {

    /**
     * What it takes.
     *
     * @param source whether it is there, has a row for each row of the batch, or is the same for all
     * @param type of its elements; BOOL ones are given as FLOAT
     * @param numbers null when it is absent
     */
    record Input(Source source, ElementType type, Tensor numbers) {
        static final Input ABSENT = new Input(Source.ABSENT, ElementType.FLOAT, null);

        boolean parameter() {
            return source == Source.WEIGHT && type == ElementType.FLOAT;
        }
    }

    /** Where an input comes from. */
    enum Source {
        ABSENT,
        ROWS,
        WEIGHT
    }

    /** The number of rows of its batch; 0 when nothing of it has rows. */
    int rows() {
        return inputs.stream()
                .filter(i -> i.source() == Source.ROWS)
                .mapToInt(i -> i.numbers().size(0))
                .findFirst()
                .orElse(0);
    }

    /** The operator, its outputs named {@code y0}, {@code y1} …; its inputs {@code x0} … */
    Graph graph() {
        GraphBuilder g = new GraphBuilder(Map.of());
        List<Value> in = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) in.add(value(g, i));
        List<Value> out = g.ops(operator, attributes, in.toArray(Value[]::new));
        for (int i = 0; i < out.size(); i++) {
            boolean bool = out.get(i).type() == ElementType.BOOL;
            g.output("y" + i, bool ? g.op("Cast", Map.of("to", "FLOAT"), out.get(i)) : out.get(i));
        }
        return g.build();
    }

    private Value value(GraphBuilder g, int i) {
        Input input = inputs.get(i);
        if (input.source() == Source.ABSENT) return Value.ABSENT;
        Shape shape = Shape.of(input.numbers().shape());
        if (input.parameter()) return g.parameter("x" + i, shape, Initializer.zeros());
        boolean bool = input.type() == ElementType.BOOL;
        Value x = g.input(
                "x" + i,
                bool ? ElementType.FLOAT : input.type(),
                input.source() == Source.ROWS ? shape.with(0, Dim.BATCH) : shape);
        return bool ? g.op("Cast", Map.of("to", "BOOL"), x) : x;
    }

    /** Its inputs by name. */
    Map<String, Tensor> given() {
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++)
            if (inputs.get(i).source() != Source.ABSENT)
                given.put("x" + i, inputs.get(i).numbers());
        return given;
    }

    /** Its inputs as a batch, those that are no parameters. */
    Batch batch(Graph graph) {
        Batch batch = new Batch(graph.inputs(), rows());
        for (String name : batch.names()) {
            double[] numbers = given().get(name).data();
            int slot = batch.slot(name);
            for (int i = 0; i < numbers.length; i++)
                if (batch.isInt(slot)) batch.ints(slot)[i] = (int) numbers[i];
                else batch.floats(slot)[i] = (float) numbers[i];
        }
        batch.rows(rows());
        return batch;
    }

    /** How much the elements of the outputs count in the number that the gradients are of, one output after the other. */
    static double count(int position) {
        return (37L * position % 64 - 32) / 64.0;
    }

    @Override
    public String toString() {
        return number + " " + operator + " " + attributes;
    }
}
