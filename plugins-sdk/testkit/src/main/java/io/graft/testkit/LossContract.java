package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every loss does, on rows of three outputs; losses over sequences of labels keep the {@link SequenceLossContract}.
 *
 * @param <S> the settings of the loss
 */
public abstract class LossContract<S extends Record> extends ComponentContract<S, Loss> {
    private static final int WIDTH = 3;
    private static final int ROWS = 4;

    @Override
    protected abstract LossType<S> type();

    /** A parameter is added to the outputs of all rows, so that the loss can be derived with respect to it. */
    private static Graph graph(Loss loss) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, WIDTH));
        Value zeros = g.input("zeros", ElementType.FLOAT, Shape.batch(WIDTH));
        Value output = g.add(zeros, g.parameter("outputs", Shape.of(1, WIDTH), Initializer.zeros()));
        Value target = loss.target() == Target.CLASS
                ? g.input("target", ElementType.INT, Shape.batch()).below(WIDTH)
                : g.input("target", ElementType.FLOAT, Shape.batch(WIDTH));
        Value value = loss.build(g, output, target, g.input("weight", ElementType.FLOAT, Shape.batch()));
        assertEquals(Shape.SCALAR, value.shape(), "the loss is a scalar");
        assertEquals(ElementType.FLOAT, value.type());
        g.output("loss", value);
        Value scores = loss.scores(g, output);
        assertEquals(Shape.batch(WIDTH), scores.shape(), "the shape of the scores");
        g.output("scores", scores);
        return g.build();
    }

    private static Map<String, Tensor> rows(Target kind, double[][] outputs, int[] labels, double... weights) {
        Map<String, Tensor> given = new HashMap<>();
        given.put("zeros", Tensor.matrix(outputs));
        given.put("outputs", Tensor.zeros(1, WIDTH));
        given.put("weight", Tensor.vector(weights));
        double[] target = new double[outputs.length * WIDTH];
        for (int r = 0; r < outputs.length; r++)
            for (int i = 0; i < WIDTH; i++)
                target[r * WIDTH + i] = switch (kind) {
                    case CLASS -> 0;
                    case ONE_HOT -> labels[r] == i ? 1 : 0;
                    case DISTRIBUTION -> labels[r] == i ? 0.6 : 0.2;
                    case NUMBERS -> 0.25 * (labels[r] + 1) * (i - 1.3);
                    case TAGS, TRANSCRIPT ->
                        throw new IllegalArgumentException(
                                "a loss over sequences of labels keeps the SequenceLossContract");
                };
        double[] classes = new double[labels.length];
        for (int r = 0; r < labels.length; r++) classes[r] = labels[r];
        given.put(
                "target",
                kind == Target.CLASS ? Tensor.vector(classes) : Tensor.of(new int[] {outputs.length, WIDTH}, target));
        return given;
    }

    private static double[][] outputs(double scale) {
        CounterRandom random = CounterRandom.of(5, "outputs");
        double[][] x = new double[ROWS][WIDTH];
        for (int r = 0; r < ROWS; r++)
            for (int i = 0; i < WIDTH; i++) x[r][i] = scale * (2 * random.uniform(r * WIDTH + i) - 1);
        return x;
    }

    private static double loss(Loss loss, Map<String, Tensor> given) {
        return new ReferenceInterpreter(graph(loss))
                .train(given, 0, 0)
                .output("loss")
                .number();
    }

    @Test
    void theLossIsFiniteNearAndFarOut() {
        for (S settings : settings())
            for (double scale : new double[] {0, 1, 100, 1000}) {
                Loss loss = create(settings);
                Map<String, Tensor> given = rows(loss.target(), outputs(scale), new int[] {0, 1, 2, 1}, 1, 1, 1, 1);
                assertTrue(Double.isFinite(loss(loss, given)), settings + " at " + scale);
                Tensor gradient = CentralDifferences.gradients(graph(loss), "loss", given, 0, 0)
                        .get("outputs");
                for (double d : gradient.data()) assertTrue(Double.isFinite(d), settings + ": gradient at " + scale);
            }
    }

    @Test
    void aRowOfWeightZeroDoesNotCount() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            double[][] x = outputs(1);
            double[][] y = outputs(1);
            y[3] = new double[] {9, -9, 3};
            assertEquals(
                    loss(loss, rows(loss.target(), x, new int[] {0, 1, 2, 0}, 1, 2, 1, 0)),
                    loss(loss, rows(loss.target(), y, new int[] {0, 1, 2, 1}, 1, 2, 1, 0)),
                    1e-9,
                    settings.toString());
        }
    }

    @Test
    void aRowOfWeightTwoCountsLikeTwoRows() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            double[][] x = outputs(1);
            double[][] twice = {x[0], x[1], x[1], x[2]};
            double[][] once = {x[0], x[1], x[2], x[3]};
            assertEquals(
                    loss(loss, rows(loss.target(), twice, new int[] {0, 1, 1, 2}, 1, 1, 1, 1)),
                    loss(loss, rows(loss.target(), once, new int[] {0, 1, 2, 0}, 1, 2, 1, 0)),
                    1e-9,
                    settings.toString());
        }
    }

    @Test
    void goingAgainstTheGradientMakesItSmaller() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            Map<String, Tensor> given = rows(loss.target(), outputs(1), new int[] {0, 0, 0, 1}, 1, 1, 1, 1);
            double before = loss(loss, given);
            Tensor gradient = CentralDifferences.gradients(graph(loss), "loss", given, 0, 0)
                    .get("outputs");
            Tensor moved = given.get("outputs").copy();
            for (int i = 0; i < moved.elements(); i++) moved.data()[i] -= 1e-3 * gradient.data()[i];
            given.put("outputs", moved);
            double after = loss(loss, given);
            assertTrue(after < before, settings + ": " + before + " became " + after);
        }
    }

    @Test
    void scoresOverClassesAreProbabilitiesThatOrderAsTheOutputsDo() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            double[][] x = outputs(3);
            Map<String, Tensor> given = rows(loss.target(), x, new int[] {0, 1, 2, 1}, 1, 1, 1, 1);
            double[] scores = new ReferenceInterpreter(graph(loss))
                    .infer(given)
                    .output("scores")
                    .data();
            for (int r = 0; r < ROWS; r++)
                for (int i = 0; i < WIDTH; i++) {
                    double score = scores[r * WIDTH + i];
                    if (!loss.target().classes()) assertEquals(x[r][i], score, 1e-9);
                    else {
                        assertTrue(score >= 0 && score <= 1, settings + ": " + score + " is no probability");
                        for (int k = 0; k < WIDTH; k++)
                            if (x[r][k] > x[r][i])
                                assertTrue(
                                        scores[r * WIDTH + k] >= score,
                                        settings + ": scores are in another order than outputs");
                    }
                }
        }
    }
}
