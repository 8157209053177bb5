package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operators;
import io.graft.api.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases that backends are measured with are fit for it. */
class OperatorCasesTest {

    @Test
    void everyOperatorHasACaseAndEveryCaseANameOfItsOwn() {
        Set<String> covered = new TreeSet<>();
        for (OperatorCase c : OperatorCases.all()) c.inference().operators().forEach(op -> covered.add(op.type()));
        assertEquals(Operators.names(), covered);
        Map<String, Long> names =
                OperatorCases.all().stream().collect(Collectors.groupingBy(OperatorCase::name, Collectors.counting()));
        assertEquals(
                Set.of(), names.keySet().stream().filter(n -> names.get(n) > 1).collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> theRulesFindTheShapesThatTheReferenceComputes() {
        return OperatorCases.all().stream().map(c -> dynamicTest(c.name(), () -> assertShapes(c)));
    }

    private static void assertShapes(OperatorCase c) {
        Graph graph = c.inference();
        int rows = 7; // no size of a case
        Map<String, Tensor> given = new HashMap<>(
                BatchTensors.of(graph.inputs(), c.batch(graph, rows, rows, BackendOperatorContract.SEED)));
        given.putAll(new ReferenceInterpreter(graph).initial(BackendOperatorContract.SEED));
        var evaluation = new ReferenceInterpreter(graph).infer(given);
        for (Value v : graph.values().values())
            if (v.shape().dims().stream().allMatch(d -> d.known() || d.equals(Dim.BATCH)))
                assertArrayEquals(
                        BatchTensors.shape(v.shape(), rows),
                        evaluation.value(v.name()).shape(),
                        v.name());
    }

    @TestFactory
    Stream<DynamicTest> noCaseLiesWhereASlopeJumps() {
        return OperatorCases.all().stream()
                .filter(OperatorCase::slopes)
                .map(c -> dynamicTest(c.name(), () -> assertSmooth(c)));
    }

    /** A jump between x − h and x + h gives another difference for another h. */
    private static void assertSmooth(OperatorCase c) {
        Graph graph = c.training();
        for (int turn = 0; turn < BackendOperatorContract.BATCHES.length; turn++) {
            Batch batch = c.batch(graph, BackendOperatorContract.BATCHES[turn], 5, BackendOperatorContract.SEED + turn);
            Map<String, Tensor> given = new HashMap<>(BatchTensors.of(graph.inputs(), batch));
            given.putAll(new ReferenceInterpreter(graph).initial(BackendOperatorContract.SEED));
            Map<String, Tensor> wide =
                    CentralDifferences.gradients(graph, "loss", given, BackendOperatorContract.SEED, turn);
            CentralDifferences.gradients(graph, "loss", given, BackendOperatorContract.SEED, turn, 1e-6)
                    .forEach((name, narrow) -> {
                        double greatest = 1;
                        for (double d : narrow.data()) greatest = Math.max(greatest, Math.abs(d));
                        assertArrayEquals(wide.get(name).data(), narrow.data(), 1e-5 * greatest, name);
                    });
        }
    }
}
