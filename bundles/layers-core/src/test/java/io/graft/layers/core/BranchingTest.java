package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.model.Layer;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Layers that hold layers: residual and concat. */
class BranchingTest {

    /** As the platform wraps layers: each in a scope of its own. */
    @SuppressWarnings("try") // a scope is only opened and closed
    private static Layer scoped(String name, Layer layer) {
        return (g, x) -> {
            try (var scope = g.scope(name, "")) {
                return layer.build(g, x);
            }
        };
    }

    private static Layer dense(int units) {
        return scoped("dense" + units, Built.layer(new Dense(), "units", Integer.toString(units)));
    }

    private static Layer doubling() {
        return (g, x) -> g.mul(x, 2);
    }

    @Nested
    class ResidualTest extends SampledLayer<Residual.Settings> {
        ResidualTest() {
            super(new Residual());
            sample(NUMBERS, "layers", List.of(dense(3), Built.layer(new Relu()), dense(6)));
            sample(SEQUENCE, "layers", List.of(dense(4)));
        }

        @Test
        void itAddsWhatItsLayersGiveToWhatTheyTake() {
            Layer layer = Built.layer(new Residual(), "layers", List.of(doubling()));
            assertArrayEquals(
                    new double[] {3, -6},
                    Built.overNumbers(layer, 2)
                            .answer(Tensor.matrix(new double[] {1, -2}))
                            .data());
        }

        @Test
        void aMaskedSequenceStaysMasked() {
            assertTrue(Built.overSequence(Built.layer(new Residual(), "layers", List.of(dense(4))), 5, 4)
                    .out()
                    .mask()
                    .isPresent());
        }

        @Test
        void anotherShapeIsSentToADense() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> Built.overNumbers(Built.layer(new Residual(), "layers", List.of(dense(64))), 100));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals("model.layers[0]", e.at());
            assertEquals(
                    "residual adds what its layers give, float[64], to what they take, float[100]; end its layers with dense: { units: 100 },"
                            + " or put such a dense before the residual.",
                    e.getMessage());
        }

        @Test
        void aShapeThatCouldBeBroadcastIsRefusedToo() {
            assertThrows(
                    PipelineException.class,
                    () -> Built.overNumbers(Built.layer(new Residual(), "layers", List.of(dense(1))), 100));
        }

        @Test
        void noLayersAreRefused() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(Residual.Settings.class, "layers", List.of()));
        }
    }

    @Nested
    class ConcatTest extends SampledLayer<Concat.Settings> {
        ConcatTest() {
            super(new Concat());
            sample(
                    NUMBERS,
                    "branches",
                    List.of(List.of(dense(2)), List.of(dense(3), Built.layer(new Relu())), List.of()));
            sample(SEQUENCE, "branches", List.of(List.of(dense(2)), List.of(dense(2))));
            sample(
                    SEQUENCE,
                    "branches",
                    List.of(List.of(Built.layer(new MeanPool())), List.of(Built.layer(new MaxPoolSequence()))));
            sample(IMAGE, "branches", List.of(List.of(), List.of(doubling())), "axis", "1");
        }

        @Test
        void branchesLieSideBySideAndAnEmptyOneGivesTheInput() {
            Layer layer = Built.layer(new Concat(), "branches", List.of(List.of(doubling()), List.of()));
            assertArrayEquals(
                    new double[] {2, -4, 1, -2},
                    Built.overNumbers(layer, 2)
                            .answer(Tensor.matrix(new double[] {1, -2}))
                            .data());
        }

        @Test
        void ofIdsEveryBranchBeginsWithAnEmbedding() {
            Layer embedding = scoped("embedding", Built.layer(new Embedding(), "size", "4", "pooling", "mean"));
            Layer other = scoped("embedding", Built.layer(new Embedding(), "size", "3", "pooling", "max"));
            Built built = Built.overIds(
                    Built.layer(new Concat(), "branches", List.of(List.of(embedding), List.of(other))), 5);
            assertEquals(Shape.batch(7), built.out().shape());
            assertEquals(
                    List.of("layer.branch0.embedding.weight", "layer.branch1.embedding.weight"),
                    built.graph().parameters().stream().map(p -> p.name()).toList());
            var e = assertThrows(
                    PipelineException.class,
                    () -> Built.over(
                            Built.layer(new Concat(), "branches", List.of(List.of(embedding), List.of())),
                            ElementType.INT,
                            true,
                            5));
            assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        }

        @Test
        void shapesThatDifferElsewhereAreRefused() {
            Layer layer =
                    Built.layer(new Concat(), "branches", List.of(List.of(Built.layer(new MeanPool())), List.of()));
            var e = assertThrows(PipelineException.class, () -> Built.overSequence(layer, 5, 4));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertTrue(e.getMessage().startsWith("concat gets float[4] and float[5, 4];"), e.getMessage());
        }

        @Test
        void maskedSequencesAreNotPutOneAfterTheOther() {
            Layer layer = Built.layer(new Concat(), "branches", List.of(List.of(), List.of()), "axis", "1");
            assertThrows(PipelineException.class, () -> Built.overSequence(layer, 5, 4));
            assertEquals(
                    Shape.batch(10, 4), Built.overNumbers(layer, 5, 4).out().shape());
        }

        @Test
        void anAxisThatDoesNotExistIsRefused() {
            Layer layer = Built.layer(new Concat(), "branches", List.of(List.of(), List.of()), "axis", "2");
            assertThrows(PipelineException.class, () -> Built.overNumbers(layer, 5));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(Concat.Settings.class, "branches", List.of(List.of()), "axis", "0"));
        }
    }
}
