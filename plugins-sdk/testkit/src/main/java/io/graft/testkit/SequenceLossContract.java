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
 * What every loss over sequences of labels does, on rows of four positions with three outputs each.
 *
 * @param <S> the settings of the loss
 */
public abstract class SequenceLossContract<S extends Record> extends ComponentContract<S, Loss> {
    private static final int CLASSES = 3;
    private static final int LENGTH = 4;
    private static final int ROWS = 4;
    private static final int[] LENGTHS = {4, 3, 4, 1};
    private static final int[] LABELS = {2, 1, 2, 1};

    @Override
    protected abstract LossType<S> type();

    /** Labels in a row at most: one a position for tags, fewer for a transcript. */
    private static int labels(Loss loss) {
        return loss.target() == Target.TAGS ? LENGTH : 2;
    }

    /** A parameter is added to the outputs of all rows, so that the loss can be derived with respect to it. */
    private static Graph graph(Loss loss) {
        assertTrue(loss.target().sequence(), "this contract is for losses over sequences of labels");
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value zeros = g.input("zeros", ElementType.FLOAT, Shape.batch(LENGTH, CLASSES));
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(LENGTH));
        Value outputs = g.parameter("outputs", Shape.of(1, LENGTH, CLASSES), Initializer.zeros());
        Value output = g.add(zeros, outputs).withMask(mask);
        Value labelMask = g.input("labelMask", ElementType.FLOAT, Shape.batch(labels(loss)));
        Value target = g.input("target", ElementType.INT, Shape.batch(labels(loss)))
                .below(CLASSES)
                .withMask(labelMask);
        Value value = loss.build(g, output, target, g.input("weight", ElementType.FLOAT, Shape.batch()));
        assertEquals(Shape.SCALAR, value.shape(), "the loss is a scalar");
        assertEquals(ElementType.FLOAT, value.type());
        g.output("loss", value);
        Value scores = loss.scores(g, output);
        assertEquals(Shape.batch(LENGTH, CLASSES), scores.shape(), "the shape of the scores");
        g.output("scores", scores);
        return g.build();
    }

    /** A row for each number in {@code which}, with the weights beside it. */
    private static Map<String, Tensor> rows(Loss loss, double scale, int[] which, double... weights) {
        int n = labels(loss);
        CounterRandom random = CounterRandom.of(5, "outputs");
        double[] x = new double[which.length * LENGTH * CLASSES];
        double[] mask = new double[which.length * LENGTH];
        double[] target = new double[which.length * n];
        double[] labelMask = new double[which.length * n];
        for (int r = 0; r < which.length; r++) {
            int row = which[r];
            for (int i = 0; i < LENGTH * CLASSES; i++)
                x[r * LENGTH * CLASSES + i] = scale * (2 * random.uniform(row * LENGTH * CLASSES + i) - 1);
            for (int t = 0; t < LENGTH; t++) mask[r * LENGTH + t] = t < LENGTHS[row] ? 1 : 0;
            int real = loss.target() == Target.TAGS ? LENGTHS[row] : LABELS[row];
            for (int t = 0; t < n; t++) {
                target[r * n + t] = t < real ? 1 + (row + t) % (CLASSES - 1) : 0;
                labelMask[r * n + t] = t < real ? 1 : 0;
            }
        }
        Map<String, Tensor> given = new HashMap<>();
        given.put("zeros", Tensor.of(new int[] {which.length, LENGTH, CLASSES}, x));
        given.put("mask", Tensor.of(new int[] {which.length, LENGTH}, mask));
        given.put("target", Tensor.of(new int[] {which.length, n}, target));
        given.put("labelMask", Tensor.of(new int[] {which.length, n}, labelMask));
        given.put("outputs", Tensor.zeros(1, LENGTH, CLASSES));
        given.put("weight", Tensor.vector(weights));
        return given;
    }

    private static Map<String, Tensor> all(Loss loss, double scale) {
        return rows(loss, scale, new int[] {0, 1, 2, 3}, 1, 1, 1, 1);
    }

    private static double loss(Loss loss, Map<String, Tensor> given) {
        return new ReferenceInterpreter(graph(loss))
                .train(given, 0, 0)
                .output("loss")
                .number();
    }

    private static Tensor gradient(Loss loss, Map<String, Tensor> given) {
        return CentralDifferences.gradients(graph(loss), "loss", given, 0, 0).get("outputs");
    }

    private void assertFinite(Loss loss, Map<String, Tensor> given, String what) {
        assertTrue(Double.isFinite(loss(loss, given)), "the loss " + what);
        for (double d : gradient(loss, given).data()) assertTrue(Double.isFinite(d), "the gradient " + what);
    }

    @Test
    void theLossIsFiniteNearAndFarOut() {
        for (S settings : settings())
            for (double scale : new double[] {0, 1, 100, 1000}) {
                Loss loss = create(settings);
                assertFinite(loss, all(loss, scale), "of " + settings + " at " + scale);
            }
    }

    @Test
    void rowsWithoutLabelsOrWithoutPositionsGiveFiniteNumbers() {
        for (S settings : settings())
            for (String masked : new String[] {"mask", "labelMask"}) {
                Loss loss = create(settings);
                Map<String, Tensor> given = all(loss, 1);
                int[] shape = given.get(masked).shape();
                given.put(masked, Tensor.zeros(shape));
                if (loss.target() == Target.TAGS) given.put("labelMask", Tensor.zeros(shape));
                assertFinite(loss, given, "of " + settings + " with nothing in " + masked);
            }
    }

    @Test
    void whatIsMaskedDoesNotCount() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            Map<String, Tensor> given = all(loss, 1);
            double before = loss(loss, given);
            Tensor zeros = given.get("zeros");
            for (int i = 0; i < zeros.elements(); i++)
                if (given.get("mask").data()[i / CLASSES] == 0) zeros.data()[i] = i % 7 - 3;
            Tensor target = given.get("target");
            for (int i = 0; i < target.elements(); i++)
                if (given.get("labelMask").data()[i] == 0) target.data()[i] = 1;
            assertEquals(before, loss(loss, given), 1e-9, settings.toString());
        }
    }

    @Test
    void aRowOfWeightZeroDoesNotCount() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            assertEquals(
                    loss(loss, rows(loss, 1, new int[] {0, 1, 2, 3}, 1, 2, 1, 0)),
                    loss(loss, rows(loss, 1, new int[] {0, 1, 2, 2}, 1, 2, 1, 0)),
                    1e-9,
                    settings.toString());
        }
    }

    @Test
    void aRowOfWeightTwoCountsLikeTwoRows() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            assertEquals(
                    loss(loss, rows(loss, 1, new int[] {0, 1, 1, 2}, 1, 1, 1, 1)),
                    loss(loss, rows(loss, 1, new int[] {0, 1, 2, 3}, 1, 2, 1, 0)),
                    1e-9,
                    settings.toString());
        }
    }

    @Test
    void goingAgainstTheGradientMakesItSmaller() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            Map<String, Tensor> given = all(loss, 1);
            double before = loss(loss, given);
            Tensor gradient = gradient(loss, given);
            Tensor moved = given.get("outputs").copy();
            for (int i = 0; i < moved.elements(); i++) moved.data()[i] -= 1e-3 * gradient.data()[i];
            given.put("outputs", moved);
            double after = loss(loss, given);
            assertTrue(after < before, settings + ": " + before + " became " + after);
        }
    }

    @Test
    void scoresAreProbabilitiesThatOrderAsTheOutputsDoAndZerosWhereMasked() {
        for (S settings : settings()) {
            Loss loss = create(settings);
            Map<String, Tensor> given = all(loss, 3);
            double[] x = given.get("zeros").data();
            double[] scores = new ReferenceInterpreter(graph(loss))
                    .infer(given)
                    .output("scores")
                    .data();
            for (int i = 0; i < ROWS * LENGTH * CLASSES; i++) {
                boolean real = given.get("mask").data()[i / CLASSES] == 1;
                assertTrue(scores[i] >= 0 && scores[i] <= 1, settings + ": " + scores[i] + " is no probability");
                if (!real) assertEquals(0, scores[i], settings + ": a score at a masked position");
                for (int k = i - i % CLASSES; real && k < i - i % CLASSES + CLASSES; k++)
                    if (x[k] > x[i])
                        assertTrue(scores[k] >= scores[i], settings + ": scores are in another order than outputs");
            }
        }
    }
}
