package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.between;
import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;
import static io.graft.testkit.OperatorCase.Given.ints;
import static io.graft.testkit.OperatorCase.Given.lengths;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.List;
import java.util.Map;

/** What training makes small. */
final class LossCases extends CaseList {
    LossCases() {
        crossEntropies();
        ctcs();
    }

    private void crossEntropies() {
        for (String reduction : List.of("none", "mean", "sum")) {
            add(
                    "SoftmaxCrossEntropyLoss " + reduction,
                    List.of(floats(5), ids(5)),
                    (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", reduction), in.get(0), in.get(1)));
            add(
                    "SoftmaxCrossEntropyLoss " + reduction + " with weights",
                    List.of(floats(3), ids(3)),
                    (g, in) -> g.op(
                            "SoftmaxCrossEntropyLoss",
                            Map.of("reduction", reduction),
                            in.get(0),
                            in.get(1),
                            g.constant(Shape.of(3), 0.5f, 2f, 1f)));
            add(
                    "SoftmaxCrossEntropyLoss " + reduction + " of sequences",
                    List.of(floats(3, 4), ids(3, 4)),
                    (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", reduction), in.get(0), in.get(1)));
        }
        add(
                "SoftmaxCrossEntropyLoss far out",
                List.of(between(-200, 200, 4), ids(4)),
                (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "mean"), in.get(0), in.get(1)));
    }

    private void ctcs() {
        Given labels = ints(1, 4, 3);
        ctc("", Map.of(), ints(5, 8), labels, ints(0, 4));
        ctc("of full length", Map.of(), ints(7, 8), labels, ints(3, 4));
        ctc("with the blank last", Map.of("blank", 3), ints(5, 8), ints(0, 3, 3), ints(0, 4));
        ctc("of repeated labels", Map.of(), ints(5, 8), ints(2, 3, 3), ints(2, 4));
        ctc("without labels", Map.of(), lengths(7), labels, ints(0, 1));
        ctc("where labels may not fit", Map.of("zero_infinity", 1), lengths(7), labels, ints(0, 4));
        ctc("where none fits", Map.of("zero_infinity", 1), ints(0, 3), labels, ints(3, 4));
        ctc("of one label", Map.of(), ints(1, 8), ints(1, 4, 1), ints(1, 2));
        add(
                "CTCLoss of numbers that are no probabilities",
                List.of(floats(5, 3), ints(1, 3, 2), ints(3, 6), ints(0, 3)),
                (g, in) -> g.op("CTCLoss", Map.of(), in.toArray(Value[]::new)));
        addWithoutSlope(
                "CTCLoss is infinite where labels do not fit",
                List.of(floats(5, 3), ints(1, 3, 2), lengths(3), ints(2, 3)),
                (g, in) -> ctc(g, Map.of(), in));
    }

    private void ctc(String what, Map<String, Object> attributes, Given lengths, Given labels, Given labelLengths) {
        add(
                "CTCLoss " + what + " " + attributes,
                List.of(floats(7, 4), labels, lengths, labelLengths),
                (g, in) -> ctc(g, attributes, in));
    }

    private static Value ctc(GraphBuilder g, Map<String, Object> attributes, List<Value> in) {
        return g.op("CTCLoss", attributes, g.logSoftmax(in.get(0), -1), in.get(1), in.get(2), in.get(3));
    }
}
