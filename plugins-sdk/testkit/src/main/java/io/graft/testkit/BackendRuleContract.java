package io.graft.testkit;

import static io.graft.testkit.Comparisons.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.model.Rule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The part of {@link BackendContract} about training: each rule moves parameters as the reference does, fused and as a graph.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendRuleContract<S extends Record> extends BackendOperatorContract<S> {
    static final int ROWS = 6;

    /** How far parameters may lie apart after a few steps of the same rule, fused and as a graph. */
    protected double ruleTolerance() {
        return 2e-5;
    }

    static Rule rule(String name) {
        return StandardRules.all().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> everyStandardRuleMovesParametersAsTheReferenceDoes() {
        return StandardRules.all().stream()
                .map(rule -> dynamicTest(rule.name(), () -> followsTheReference(rule, Program.Clip.NONE)));
    }

    @TestFactory
    Stream<DynamicTest> theGraphFormOfARuleAgreesWithTheFusedOne() {
        return StandardRules.all().stream()
                .map(rule -> dynamicTest(
                        rule.name(), () -> followsTheReference(StandardRules.custom(rule), Program.Clip.NONE)));
    }

    @TestFactory
    Stream<DynamicTest> weightsAreHeldDownByL1AndL2() {
        return Stream.of("sgd", "adam", "adamw")
                .map(name -> dynamicTest(
                        name,
                        () -> followsTheReference(StandardRules.held(rule(name), 0.01, 0.02), Program.Clip.NONE)));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreClippedByValueThenByNorm() {
        return Stream.of(
                        new Program.Clip(0.05, 0),
                        new Program.Clip(0, 0.01),
                        new Program.Clip(0.03, 0.02),
                        new Program.Clip(1000, 1000))
                .map(clip -> dynamicTest(
                        clip.toString(), () -> followsTheReference(StandardRules.held(rule("sgd"), 0, 0.01), clip)));
    }

    /** Five steps of changing batches, then all tensors are compared with those of the reference. */
    private void followsTheReference(Rule rule, Program.Clip clip) {
        Graph graph = SampleNetworks.classifier();
        Program program = Program.training(graph, "loss", rule, clip);
        try (ReferenceBackend slow = new ReferenceBackend();
                Session expected = slow.open(program, options(ROWS));
                Session actual = backend.open(program, options(ROWS))) {
            for (int step = 0; step < 5; step++) {
                Batch batch = SampleNetworks.batch(graph, 1 + (step * 3 + 4) % ROWS, ROWS, SEED + step);
                float loss = expected.train(batch, rule.learningRate() / (1 + step));
                assertEquals(loss, actual.train(batch, rule.learningRate() / (1 + step)), 1e-4, "loss of step " + step);
            }
            for (String name : expected.tensors().keySet()) {
                float[] e = read(expected, name);
                double[] wide = new double[e.length];
                for (int i = 0; i < e.length; i++) wide[i] = e[i];
                assertClose(name + " after five steps of " + rule.name(), wide, read(actual, name), ruleTolerance());
            }
            assertEquals(5, actual.step());
        }
    }
}
