package io.graft.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Shape;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The recurrent layers: shapes, masks, numbers of parameters. */
class RecurrentLayersTest {

    @Nested
    class LstmTest extends SampledLayerContract<Lstm.Settings> {
        LstmTest() {
            super(new Lstm());
            sample(SEQUENCE, "units", "3");
            sample(SEQUENCE, "units", "2", "bidirectional", "true", "outputs", "all");
            sample(SEQUENCE, "units", "2", "bidirectional", "true", "layers", "2", "dropout", "0.5");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // sum(p.numel() for p in torch.nn.LSTM(50, 128).parameters())
            assertEquals(92_160, parameters(new Lstm(), 50, "units", "128"));
            // torch.nn.LSTM(10, 20, num_layers=2, bidirectional=True)
            assertEquals(15_040, parameters(new Lstm(), 10, "units", "20", "layers", "2", "bidirectional", "true"));
        }

        @Test
        void itsStepIsThatOfThePaper() {
            BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new Lstm(), "units", "1"), 2, 1);
            Map<String, Tensor> parameters = Map.of(
                    "layer.0.weight", Tensor.of(new int[] {1, 4, 1}, 0.5, -0.3, 0.8, 1.1),
                    "layer.0.recurrent", Tensor.of(new int[] {1, 4, 1}, 0.2, 0.4, -0.6, 0.7),
                    "layer.0.bias", Tensor.of(new int[] {1, 8}, 0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0));
            double h = 0;
            double c = 0;
            for (double x : new double[] {1, -2}) {
                double i = sigmoid(0.5 * x + 0.2 * h + 0.1);
                double o = sigmoid(-0.3 * x + 0.4 * h + 0.2);
                double f = sigmoid(0.8 * x - 0.6 * h + 0.3);
                c = f * c + i * Math.tanh(1.1 * x + 0.7 * h + 0.4);
                h = o * Math.tanh(c);
            }
            assertArrayEquals(
                    new double[] {h},
                    built.answer(Tensor.of(new int[] {1, 2, 1}, 1, -2), Optional.empty(), parameters)
                            .data(),
                    1e-9);
        }

        @Test
        void aDropoutOfOneIsRefused() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(Lstm.Settings.class, "units", "2", "dropout", "1"));
        }

        @Test
        void rowsWithoutALengthAreRefused() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new Lstm(), "units", "2"), 100));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals("model.layers[0]", e.at());
            assertTrue(e.getMessage().startsWith("lstm takes a sequence of vectors"), e.getMessage());
        }
    }

    @Nested
    class GruTest extends SampledLayerContract<Gru.Settings> {
        GruTest() {
            super(new Gru());
            sample(SEQUENCE, "units", "3");
            sample(SEQUENCE, "units", "3", "resetAfter", "false", "outputs", "all");
            sample(SEQUENCE, "units", "2", "bidirectional", "true", "layers", "2");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // torch.nn.GRU(50, 128)
            assertEquals(69_120, parameters(new Gru(), 50, "units", "128"));
        }
    }

    @Nested
    class RnnTest extends SampledLayerContract<Rnn.Settings> {
        RnnTest() {
            super(new Rnn());
            sample(SEQUENCE, "units", "3");
            sample(SEQUENCE, "units", "2", "bidirectional", "true", "outputs", "all", "activation", "relu");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // torch.nn.RNN(50, 128)
            assertEquals(23_040, parameters(new Rnn(), 50, "units", "128"));
        }
    }

    @Test
    void theLastStateIsThatOfTheLastUnmaskedPosition() {
        BuiltLayer last = BuiltLayer.overSequence(BuiltLayer.layer(new Gru(), "units", "2"), 3, 1);
        BuiltLayer all = BuiltLayer.overSequence(BuiltLayer.layer(new Gru(), "units", "2", "outputs", "all"), 3, 1);
        Tensor x = Tensor.of(new int[] {2, 3, 1}, 1, 2, 3, 4, 5, 6);
        Optional<Tensor> mask = Optional.of(Tensor.of(new int[] {2, 3}, 1, 1, 0, 1, 1, 1));
        double[] states = all.answer(x, mask, Map.of()).data();
        assertArrayEquals(
                new double[] {states[2], states[3], states[10], states[11]},
                last.answer(x, mask, Map.of()).data(),
                1e-12);
        assertArrayEquals(new double[] {0, 0}, Arrays.copyOfRange(states, 4, 6), "zeros behind the last position");
    }

    @Test
    void allOutputsStayMaskedAndTheLastIsNot() {
        BuiltLayer all = BuiltLayer.overSequence(
                BuiltLayer.layer(new Lstm(), "units", "4", "outputs", "all", "bidirectional", "true"), 8, 3);
        assertEquals(Shape.batch(8, 8), all.out().shape());
        assertTrue(all.out().mask().isPresent());
        BuiltLayer last = BuiltLayer.overSequence(BuiltLayer.layer(new Lstm(), "units", "4"), 8, 3);
        assertEquals(Shape.batch(4), last.out().shape());
        assertTrue(last.out().mask().isEmpty());
    }

    private static int parameters(io.graft.api.model.LayerType<?> type, int size, Object... settings) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type, settings), 5, size).trainable();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
