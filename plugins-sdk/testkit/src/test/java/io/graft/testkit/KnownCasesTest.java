package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Operators;
import io.graft.testkit.ReferenceInterpreter.Evaluation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The definition of the operators against what PyTorch computes in float64, and central differences against its gradients. */
class KnownCasesTest {

    @Test
    void everyOperatorHasKnownValues() {
        Set<String> known = KnownCases.all().stream().map(KnownCase::operator).collect(Collectors.toSet());
        assertEquals(Operators.names(), new TreeSet<>(known));
    }

    @Test
    void theOperatorsWithTheHardestGradientsHaveKnownOnes() {
        for (String type : "Conv ConvTranspose LSTM GRU RNN Attention CTCLoss BatchNormalization".split(" "))
            assertTrue(
                    KnownCases.all().stream()
                            .anyMatch(c ->
                                    c.operator().equals(type) && !c.gradients().isEmpty()),
                    type);
    }

    @TestFactory
    Stream<DynamicTest> theRulesFindTheKnownShapes() {
        return KnownCases.all().stream()
                .map(c -> dynamicTest(c.toString(), () -> {
                    Graph graph = c.graph();
                    for (int i = 0; i < c.outputs().size(); i++)
                        assertArrayEquals(
                                c.outputs().get(i).shape(),
                                BatchTensors.shape(graph.output("y" + i).shape(), c.rows()),
                                "shape of output " + i);
                }));
    }

    private static Evaluation evaluate(KnownCase c, Map<String, Tensor> given) {
        ReferenceInterpreter reference = new ReferenceInterpreter(c.graph());
        return c.training() ? reference.train(given, 0, 0) : reference.infer(given);
    }

    @TestFactory
    Stream<DynamicTest> theReferenceGivesTheKnownValues() {
        return KnownCases.all().stream()
                .map(c -> dynamicTest(c.toString(), () -> {
                    Evaluation evaluation = evaluate(c, c.given());
                    for (int i = 0; i < c.outputs().size(); i++) {
                        Tensor expected = c.outputs().get(i);
                        Tensor actual = evaluation.output("y" + i);
                        assertArrayEquals(expected.shape(), actual.shape(), "shape of output " + i);
                        assertClose("output " + i, expected, actual, 1e-13);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> centralDifferencesGiveTheKnownGradients() {
        return KnownCases.all().stream()
                .filter(c -> !c.gradients().isEmpty())
                .map(c -> dynamicTest(c.toString(), () -> c.gradients()
                        .forEach((input, expected) ->
                                assertClose("gradient of input " + input, expected, gradient(c, "x" + input), 1e-8))));
    }

    private static Tensor gradient(KnownCase c, String input) {
        Map<String, Tensor> given = new HashMap<>(c.given());
        Graph graph = c.graph();
        return CentralDifferences.gradient(
                x -> {
                    given.put(input, x);
                    Evaluation evaluation = evaluate(c, given);
                    double sum = 0;
                    int position = 0;
                    for (String output : graph.outputs().keySet())
                        for (double y : evaluation.output(output).data()) sum += y * KnownCase.count(position++);
                    return sum;
                },
                given.get(input));
    }

    private static void assertClose(String what, Tensor expected, Tensor actual, double tolerance) {
        double greatest = 1;
        for (double e : expected.data()) if (Double.isFinite(e)) greatest = Math.max(greatest, Math.abs(e));
        assertArrayEquals(expected.data(), actual.data(), tolerance * greatest, what);
    }
}
