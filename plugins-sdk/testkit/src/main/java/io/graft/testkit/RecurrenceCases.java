package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.lengths;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What goes along a sequence with a state: inputs left out, directions, lengths, each output alone and all together. */
final class RecurrenceCases extends CaseList {
    RecurrenceCases() {
        lstms();
        grus();
        rnns();
    }

    private static final List<String> DIRECTIONS = List.of("forward", "reverse", "bidirectional");
    private static final int HIDDEN = 2;

    private void lstms() {
        for (String direction : DIRECTIONS) {
            Cell cell = new Cell("LSTM", 4, direction, Map.of());
            everyInput(cell);
            add(cell, "B lengths h c", 0, 1, 2);
            add(cell, "B lengths h c", 2);
            add(cell, "B lengths", 0);
            add(cell, "c", 2, 0);
            add(cell, "h", 1);
        }
        small(new Cell("LSTM", 4, "bidirectional", Map.of()));
    }

    private void grus() {
        for (String direction : DIRECTIONS)
            for (int linear : new int[] {0, 1})
                everyInput(new Cell("GRU", 3, direction, Map.of("linear_before_reset", linear)));
        everyInput(new Cell("GRU", 3, "forward", Map.of()));
        small(new Cell("GRU", 3, "bidirectional", Map.of("linear_before_reset", 1)));
    }

    private void rnns() {
        for (String direction : DIRECTIONS)
            for (String activation : List.of("Tanh", "Relu"))
                everyInput(new Cell("RNN", 1, direction, Map.of("activation", activation)));
        everyInput(new Cell("RNN", 1, "forward", Map.of()));
        small(new Cell("RNN", 1, "reverse", Map.of()));
    }

    private void everyInput(Cell cell) {
        add(cell, "", 0);
        add(cell, "B", 0);
        add(cell, "B", 1);
        add(cell, "lengths", 0, 1);
        add(cell, "B lengths h", 0);
        add(cell, "B lengths h", 1);
        add(cell, "B h", 0, 1);
    }

    /** A recurrent operator. */
    private record Cell(String type, int gates, String direction, Map<String, Object> more) {
        int directions() {
            return direction.equals("bidirectional") ? 2 : 1;
        }

        Map<String, Object> attributes(int hidden) {
            Map<String, Object> all = new TreeMap<>(more);
            all.put("hidden_size", hidden);
            all.put("direction", direction);
            return all;
        }
    }

    private static Given given(Cell cell, String input) {
        int d = cell.directions();
        return switch (input) {
            case "B" -> parameter(d, 2 * cell.gates() * HIDDEN);
            case "lengths" -> lengths(4);
            default -> floats(d, HIDDEN);
        };
    }

    /** The operator over 4 positions of 3 numbers, with some of its optional inputs, and some of its outputs side by side. */
    private void add(Cell cell, String inputs, int... outputs) {
        List<String> optional = List.of("B", "lengths", "h", "c");
        int d = cell.directions();
        List<Given> givens = new ArrayList<>(List.of(
                floats(4, 3), parameter(d, cell.gates() * HIDDEN, 3), parameter(d, cell.gates() * HIDDEN, HIDDEN)));
        List<String> there = inputs.isEmpty() ? List.of() : List.of(inputs.split(" "));
        for (String input : there) givens.add(given(cell, input));
        String name = cell.type() + " " + cell.attributes(HIDDEN) + " with " + there + ", outputs "
                + Arrays.toString(outputs);
        add(name, givens, (g, in) -> {
            List<Value> all = new ArrayList<>(in.subList(0, 3));
            for (String input : optional) {
                int at = there.indexOf(input);
                all.add(at < 0 ? Value.ABSENT : in.get(3 + at));
            }
            while (all.get(all.size() - 1).absent()) all.remove(all.size() - 1);
            List<Value> results = g.ops(cell.type(), cell.attributes(HIDDEN), all.toArray(Value[]::new));
            if (outputs.length == 1) return results.get(outputs[0]);
            return together(g, Arrays.stream(outputs).mapToObj(results::get).toList());
        });
    }

    /** One position, one number in, one out; and the operator after another one of its kind. */
    private void small(Cell cell) {
        int d = cell.directions();
        int gates = cell.gates();
        add(
                cell.type() + " " + cell.direction() + " of one position and one unit",
                List.of(floats(1, 1), parameter(d, gates, 1), parameter(d, gates, 1), parameter(d, 2 * gates)),
                (g, in) -> g.op(cell.type(), cell.attributes(1), in.toArray(Value[]::new)));
        add(
                cell.type() + " " + cell.direction() + " after " + cell.type(),
                List.of(
                        floats(3, 2),
                        parameter(d, gates * HIDDEN, 2),
                        parameter(d, gates * HIDDEN, HIDDEN),
                        lengths(3),
                        parameter(d, gates * HIDDEN, HIDDEN * d)),
                (g, in) -> {
                    Map<String, Object> how = cell.attributes(HIDDEN);
                    Value first = g.op(cell.type(), how, in.get(0), in.get(1), in.get(2), Value.ABSENT, in.get(3));
                    Value wide = g.reshape(first, 0, 0, -1);
                    return g.ops(cell.type(), how, wide, in.get(4), in.get(2), Value.ABSENT, in.get(3))
                            .get(1);
                });
    }
}
