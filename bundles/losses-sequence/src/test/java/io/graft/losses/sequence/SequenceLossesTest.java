package io.graft.losses.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SequenceLossContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import io.graft.testkit.TestContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The losses over sequences. */
class SequenceLossesTest {

    @Nested
    class CtcTest extends SequenceLossContract<Ctc.Settings> {
        @Override
        protected LossType<Ctc.Settings> type() {
            return new Ctc();
        }

        @Override
        protected List<Ctc.Settings> settings() {
            return List.of(new Ctc.Settings(Labels.WORDS), new Ctc.Settings(Labels.CHARACTERS));
        }

        @Test
        void itIsTheProbabilityOfAllWaysToWriteTheLabels() {
            // three positions, labels "1": 100 010 001 110 011 111 — each position by itself
            double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.6, 0.2, 0.2}};
            double all = 0;
            for (int[] way : new int[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {0, 1, 1}, {1, 1, 1}})
                all += p[0][way[0]] * p[1][way[1]] * p[2][way[2]];
            assertEquals(-Math.log(all), loss(new Ctc(), p, new double[] {1, 0, 0}, 1, 3), 1e-9);
        }

        @Test
        void maskedPositionsDoNotCount() {
            double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.6, 0.2, 0.2}};
            double all = p[0][1] * p[1][0] + p[0][0] * p[1][1] + p[0][1] * p[1][1];
            assertEquals(-Math.log(all), loss(new Ctc(), p, new double[] {1, 0, 0}, 1, 2), 1e-9);
        }

        @Test
        void labelsThatDoNotFitCountAsNothing() {
            double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.6, 0.2, 0.2}};
            assertEquals(
                    0, loss(new Ctc(), p, new double[] {1, 1, 2}, 3, 3), 1e-9, "the two 1s need a blank between them");
        }

        @Test
        void withoutLabelsEverythingIsBlank() {
            double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.6, 0.2, 0.2}};
            assertEquals(-Math.log(0.5 * 0.1 * 0.6), loss(new Ctc(), p, new double[] {0, 0, 0}, 0, 3), 1e-9);
        }
    }

    @Nested
    class SequenceCrossEntropyTest extends SequenceLossContract<SequenceCrossEntropy.Settings> {
        @Override
        protected LossType<SequenceCrossEntropy.Settings> type() {
            return new SequenceCrossEntropy();
        }

        @Override
        protected List<SequenceCrossEntropy.Settings> settings() {
            return List.of(new SequenceCrossEntropy.Settings(Labels.WORDS));
        }

        @Test
        void itIsTheMeanOverThePositionsThatHaveALabel() {
            double[][] p = {{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.6, 0.2, 0.2}};
            assertEquals(
                    -(Math.log(0.2) + Math.log(0.1)) / 2,
                    loss(new SequenceCrossEntropy(), p, new double[] {2, 0, 1}, 2, 3),
                    1e-9);
            assertEquals(
                    -Math.log(0.2),
                    loss(new SequenceCrossEntropy(), p, new double[] {2, 0, 1}, 3, 1),
                    1e-9,
                    "masked positions do not count");
            assertEquals(0, loss(new SequenceCrossEntropy(), p, new double[] {0, 0, 0}, 0, 3), 1e-9);
        }
    }

    @Test
    void scoresAreZeroAtMaskedPositions() {
        for (LossType<?> type : List.of(new Ctc(), new SequenceCrossEntropy())) {
            double[] scores = run(type, new double[][] {{1, 2}, {3, 4}}, new double[] {1, 0}, 1, 1)
                    .output("scores")
                    .data();
            assertEquals(1, scores[0] + scores[1], 1e-9);
            assertArrayEquals(new double[] {0, 0}, Arrays.copyOfRange(scores, 2, 4));
        }
    }

    @Test
    void withoutAMaskAllPositionsCount() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value output = g.input("output", ElementType.FLOAT, Shape.batch(2, 2));
        Value target = g.input("target", ElementType.INT, Shape.batch(2))
                .below(2)
                .withMask(g.input("targetMask", ElementType.FLOAT, Shape.batch(2)));
        g.output("loss", loss(new Ctc()).build(g, output, target, g.input("weight", ElementType.FLOAT, Shape.batch())));
        Map<String, Tensor> given = new HashMap<>();
        given.put("output", Tensor.of(new int[] {1, 2, 2}, Math.log(0.3), Math.log(0.7), Math.log(0.6), Math.log(0.4)));
        given.put("target", Tensor.of(new int[] {1, 2}, 1, 0));
        given.put("targetMask", ones(2, 1));
        given.put("weight", Tensor.vector(1));
        assertEquals(
                -Math.log(0.7 * 0.6 + 0.3 * 0.4 + 0.7 * 0.4),
                new ReferenceInterpreter(g.build())
                        .train(given, 0, 0)
                        .output("loss")
                        .number(),
                1e-9);
    }

    @Test
    void separatorsFollowTheSetting() {
        assertEquals(" ", loss(new Ctc()).separator());
        assertEquals("", loss(new Ctc(), "labels", "characters").separator());
        assertEquals(
                "", loss(new SequenceCrossEntropy(), "labels", "characters").separator());
    }

    @Test
    void oneAnswerARowIsRefused() {
        for (LossType<?> type : List.of(new Ctc(), new SequenceCrossEntropy())) {
            GraphBuilder g = new GraphBuilder(Map.of());
            Value output = g.input("output", ElementType.FLOAT, Shape.batch(3));
            Value labels = g.input("target", ElementType.INT, Shape.batch(3));
            Value weight = g.input("weight", ElementType.FLOAT, Shape.batch());
            var e = assertThrows(PipelineException.class, () -> loss(type).build(g, output, labels, weight));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertTrue(
                    e.getMessage().contains("float[length, classes], but the network gives float[3]"), e.getMessage());
        }
    }

    private static <S extends Record> Loss loss(LossType<S> type, Object... settings) {
        return type.create(SettingsRecords.of(type.settings(), settings), new TestContext());
    }

    /** The loss of one row with these probabilities, of which the first positions are real. */
    private static double loss(LossType<?> type, double[][] p, double[] labels, int labelCount, int length) {
        double[][] logs = new double[p.length][];
        for (int i = 0; i < p.length; i++)
            logs[i] = Arrays.stream(p[i]).map(Math::log).toArray();
        return run(type, logs, labels, labelCount, length).output("loss").number();
    }

    private static ReferenceInterpreter.Evaluation run(
            LossType<?> type, double[][] outputs, double[] labels, int labelCount, int length) {
        int positions = outputs.length;
        int classes = outputs[0].length;
        Loss loss = loss(type);
        GraphBuilder g = new GraphBuilder(Map.of());
        Value output = g.input("output", ElementType.FLOAT, Shape.batch(positions, classes))
                .withMask(g.input("mask", ElementType.FLOAT, Shape.batch(positions)));
        Value target = g.input("target", ElementType.INT, Shape.batch(positions))
                .below(classes)
                .withMask(g.input("targetMask", ElementType.FLOAT, Shape.batch(positions)));
        g.output("loss", loss.build(g, output, target, g.input("weight", ElementType.FLOAT, Shape.batch())));
        g.output("scores", loss.scores(g, output));
        Map<String, Tensor> given = new HashMap<>();
        double[] x = Arrays.stream(outputs).flatMapToDouble(Arrays::stream).toArray();
        given.put("output", Tensor.of(new int[] {1, positions, classes}, x));
        given.put("mask", ones(positions, length));
        given.put("target", Tensor.of(new int[] {1, positions}, labels));
        given.put("targetMask", ones(positions, labelCount));
        given.put("weight", Tensor.vector(1));
        return new ReferenceInterpreter(g.build()).train(given, 0, 0);
    }

    private static Tensor ones(int width, int count) {
        double[] mask = new double[width];
        Arrays.fill(mask, 0, count, 1);
        return Tensor.of(new int[] {1, width}, mask);
    }
}
