package io.graft.layers.core;

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
import io.graft.api.model.Layer;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.List;
import java.util.Map;
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
        return scoped("dense" + units, BuiltLayer.layer(new Dense(), "units", Integer.toString(units)));
    }

    private static Layer doubling() {
        return (g, x) -> g.mul(x, 2);
    }

    @Nested
    class ResidualTest extends SampledLayerContract<Residual.Settings> {
        ResidualTest() {
            super(new Residual());
            sample(NUMBERS, "layers", List.of(dense(3), BuiltLayer.layer(new Relu()), dense(6)));
            sample(SEQUENCE, "layers", List.of(dense(4)));
        }

        @Test
        void itAddsWhatItsLayersGiveToWhatTheyTake() {
            Layer layer = BuiltLayer.layer(new Residual(), "layers", List.of(doubling()));
            assertArrayEquals(
                    new double[] {3, -6},
                    BuiltLayer.overNumbers(layer, 2)
                            .answer(Tensor.matrix(new double[] {1, -2}))
                            .data());
        }

        @Test
        void aMaskedSequenceStaysMasked() {
            assertTrue(BuiltLayer.overSequence(BuiltLayer.layer(new Residual(), "layers", List.of(dense(4))), 5, 4)
                    .out()
                    .mask()
                    .isPresent());
        }

        @Test
        void anotherShapeIsSentToADense() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new Residual(), "layers", List.of(dense(64))), 100));
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
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new Residual(), "layers", List.of(dense(1))), 100));
        }

        @Test
        void noLayersAreRefused() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(Residual.Settings.class, "layers", List.of()));
        }
    }

    @Nested
    class ConcatTest extends SampledLayerContract<Concat.Settings> {
        ConcatTest() {
            super(new Concat());
            sample(
                    NUMBERS,
                    "branches",
                    List.of(List.of(dense(2)), List.of(dense(3), BuiltLayer.layer(new Relu())), List.of()));
            sample(SEQUENCE, "branches", List.of(List.of(dense(2)), List.of(dense(2))));
            sample(
                    SEQUENCE,
                    "branches",
                    List.of(
                            List.of(BuiltLayer.layer(new MeanPool())),
                            List.of(BuiltLayer.layer(new MaxPoolSequence()))));
            sample(IMAGE, "branches", List.of(List.of(), List.of(doubling())), "axis", "1");
        }

        @Test
        void branchesLieSideBySideAndAnEmptyOneGivesTheInput() {
            Layer layer = BuiltLayer.layer(new Concat(), "branches", List.of(List.of(doubling()), List.of()));
            assertArrayEquals(
                    new double[] {2, -4, 1, -2},
                    BuiltLayer.overNumbers(layer, 2)
                            .answer(Tensor.matrix(new double[] {1, -2}))
                            .data());
        }

        @Test
        void ofIdsEveryBranchBeginsWithAnEmbedding() {
            Layer embedding = scoped("embedding", BuiltLayer.layer(new Embedding(), "size", "4", "pooling", "mean"));
            Layer other = scoped("embedding", BuiltLayer.layer(new Embedding(), "size", "3", "pooling", "max"));
            BuiltLayer built = BuiltLayer.overIds(
                    BuiltLayer.layer(new Concat(), "branches", List.of(List.of(embedding), List.of(other))), 5);
            assertEquals(Shape.batch(7), built.out().shape());
            assertEquals(
                    List.of("layer.branch0.embedding.weight", "layer.branch1.embedding.weight"),
                    built.graph().parameters().stream().map(p -> p.name()).toList());
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.over(
                            BuiltLayer.layer(new Concat(), "branches", List.of(List.of(embedding), List.of())),
                            ElementType.INT,
                            true,
                            5));
            assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        }

        @Test
        void shapesThatDifferElsewhereAreRefused() {
            Layer layer = BuiltLayer.layer(
                    new Concat(), "branches", List.of(List.of(BuiltLayer.layer(new MeanPool())), List.of()));
            var e = assertThrows(PipelineException.class, () -> BuiltLayer.overSequence(layer, 5, 4));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertTrue(e.getMessage().startsWith("concat gets float[4] and float[5, 4];"), e.getMessage());
        }

        @Test
        void maskedSequencesAreNotPutOneAfterTheOther() {
            Layer layer = BuiltLayer.layer(new Concat(), "branches", List.of(List.of(), List.of()), "axis", "1");
            assertThrows(PipelineException.class, () -> BuiltLayer.overSequence(layer, 5, 4));
            assertEquals(
                    Shape.batch(10, 4),
                    BuiltLayer.overNumbers(layer, 5, 4).out().shape());
        }

        @Test
        void anAxisThatDoesNotExistIsRefused() {
            Layer layer = BuiltLayer.layer(new Concat(), "branches", List.of(List.of(), List.of()), "axis", "2");
            assertThrows(PipelineException.class, () -> BuiltLayer.overNumbers(layer, 5));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(Concat.Settings.class, "branches", List.of(List.of()), "axis", "0"));
        }
    }

    @Nested
    class SeveralValuesTest {
        private final GraphBuilder g = new GraphBuilder(Map.of());
        private final Value a = g.input("a", ElementType.FLOAT, Shape.batch(2));
        private final Value b = g.input("b", ElementType.FLOAT, Shape.batch(2));

        private double[] computed(Layer layer) {
            g.output("out", layer.build(g, List.of(a, b)));
            return new ReferenceInterpreter(g.build())
                    .infer(Map.of("a", Tensor.matrix(new double[] {1, 2}), "b", Tensor.matrix(new double[] {30, 40})))
                    .output("out")
                    .data();
        }

        private PipelineException refused(Layer layer, Value... values) {
            return assertThrows(PipelineException.class, () -> layer.build(g, List.of(values)));
        }

        @Test
        void addGivesTheirSum() {
            assertArrayEquals(new double[] {31, 42}, computed(BuiltLayer.layer(new Add())));
        }

        @Test
        void multiplyGivesTheirProduct() {
            assertArrayEquals(new double[] {30, 80}, computed(BuiltLayer.layer(new Multiply())));
        }

        @Test
        void concatPutsThemSideBySide() {
            assertArrayEquals(new double[] {1, 2, 30, 40}, computed(BuiltLayer.layer(new Concat())));
        }

        @Test
        void axesOfSizeOneAreRepeated() {
            Value image = g.input("image", ElementType.FLOAT, Shape.batch(3, 4, 4));
            Value gate = g.input("gate", ElementType.FLOAT, Shape.batch(3, 1, 1));
            assertEquals(
                    Shape.batch(3, 4, 4),
                    BuiltLayer.layer(new Multiply())
                            .build(g, List.of(image, gate))
                            .shape());
        }

        @Test
        void aMaskedSequenceStaysMaskedInASum() {
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(5, 4));
            Value masked = x.withMask(g.input("mask", ElementType.FLOAT, Shape.batch(5)));
            assertTrue(BuiltLayer.layer(new Add())
                    .build(g, List.of(x, masked))
                    .mask()
                    .isPresent());
        }

        @Test
        void shapesThatDoNotFitAreTold() {
            Value c = g.input("c", ElementType.FLOAT, Shape.batch(3));
            assertTrue(refused(BuiltLayer.layer(new Add()), a, c)
                    .getMessage()
                    .startsWith("add gets float[2] and float[3], which are not of one shape"));
        }

        @Test
        void oneValueIsNotEnough() {
            assertEquals(
                    "add takes two values or more; name them: from: [a, b], where a and b are names that layers have by 'as'.",
                    refused(BuiltLayer.layer(new Add()), a).getMessage());
            assertEquals(
                    "concat gets one value; name several, from: [a, b], or give it branches.",
                    refused(BuiltLayer.layer(new Concat()), a).getMessage());
        }

        @Test
        void concatTakesBranchesOrSeveralValues() {
            assertTrue(refused(BuiltLayer.layer(new Concat(), "branches", List.of(List.of())), a, b)
                    .getMessage()
                    .startsWith("concat has branches, which take one value, but 'from' names 2"));
        }

        @Test
        void otherLayersTakeOne() {
            assertTrue(refused(BuiltLayer.layer(new Relu()), a, b)
                    .getMessage()
                    .startsWith("This layer takes one value, but 'from' names 2"));
        }
    }
}
