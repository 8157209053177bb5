package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.graft.api.backend.Program;
import io.graft.api.backend.Program.Clip;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to a gradient on its way to the rule, worked out by hand: the loss is 3 · w₀ + 4 · w₁, at w = (1, −2). */
class ReferenceSessionTest {

    private static float[] afterOneStep(Rule rule, Clip clip, double rate) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(2));
        g.output("loss", g.reduce("ReduceSum", g.mul(x, g.parameter("w", Shape.of(2), Initializer.zeros())), false));
        Graph graph = g.build();
        try (Session session =
                new ReferenceBackend().open(Program.training(graph, "loss", rule, clip), new SessionOptions(1, 1, 1))) {
            session.write("w", FloatBuffer.wrap(new float[] {1, -2}));
            Batch batch = new Batch(graph.inputs(), 1);
            batch.floats("x")[0] = 3;
            batch.floats("x")[1] = 4;
            batch.rows(1);
            assertEquals(3 * 1 + 4 * -2, session.train(batch, rate), 1e-6);
            float[] w = new float[2];
            session.read("w", FloatBuffer.wrap(w));
            return w;
        }
    }

    private static void assertMoved(double first, double second, Rule rule, Clip clip) {
        assertArrayEquals(new float[] {(float) (1 - first), (float) (-2 - second)}, afterOneStep(rule, clip, 1), 1e-6f);
    }

    @Test
    void withoutClippingTheGradientArrivesAsItIs() {
        assertMoved(3, 4, StandardRules.sgd(), Clip.NONE);
        assertMoved(3, 4, StandardRules.sgd(), new Clip(5.1, 4.1));
    }

    @Test
    void theNormIsClippedAsPyTorchDoes() {
        assertMoved(3 * 0.01 / (5 + 1e-6), 4 * 0.01 / (5 + 1e-6), StandardRules.sgd(), new Clip(0.01, 0));
    }

    @Test
    void valuesAreClippedBeforeTheNorm() {
        assertMoved(2, 2, StandardRules.sgd(), new Clip(0, 2));
        assertMoved(1 / Math.sqrt(2), 1 / Math.sqrt(2), StandardRules.sgd(), new Clip(1, 2));
    }

    @Test
    void weightsAreHeldDownAfterClipping() {
        assertMoved(3 + 0.5 * 1 + 0.1, 4 - 0.5 * 2 - 0.1, StandardRules.held(StandardRules.sgd(), 0.1, 0.5), Clip.NONE);
        assertMoved(
                2 + 0.5 * 1 + 0.1,
                2 - 0.5 * 2 - 0.1,
                StandardRules.held(StandardRules.sgd(), 0.1, 0.5),
                new Clip(0, 2));
    }

    @Test
    void theFirstStepIsNumberOneAndTheRateIsThatOfTheCall() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value w = g.input(Rule.PARAMETER, ElementType.FLOAT, Shape.of(Dim.named("n")));
        g.input(Rule.GRADIENT, ElementType.FLOAT, Shape.of(Dim.named("n")));
        Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
        Value step = g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
        g.output(Rule.PARAMETER, g.add(g.mul(w, 0), g.add(g.mul(step, 100), rate)));
        Rule rule = new Rule("counting", Map.of(), 9, 0, 0, List.of(), g.build());
        assertArrayEquals(new float[] {100.25f, 100.25f}, afterOneStep(rule, Clip.NONE, 0.25));
    }
}
