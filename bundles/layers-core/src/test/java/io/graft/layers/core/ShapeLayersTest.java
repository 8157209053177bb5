package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Shape;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.SettingsRecords;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Flatten and reshape. */
class ShapeLayersTest {

    @Nested
    class FlattenTest extends SampledLayerContract<NoSettings> {
        FlattenTest() {
            super(new Flatten(), NUMBERS, SEQUENCE, IMAGE);
        }

        @Override
        protected boolean respectsMask() {
            return false; // a flat row has no positions to mask
        }

        @Test
        void allAxesOfARowBecomeOne() {
            assertEquals(
                    Shape.batch(48),
                    BuiltLayer.overNumbers(BuiltLayer.layer(new Flatten()), 3, 4, 4)
                            .out()
                            .shape());
        }
    }

    @Nested
    class ReshapeTest extends SampledLayerContract<Reshape.Settings> {
        ReshapeTest() {
            super(new Reshape());
            sample(NUMBERS, "shape", "2, 3");
            sample(NUMBERS, "shape", "-1, 2");
            sample(IMAGE, "shape", "48");
        }

        @Test
        void oneSizeIsFound() {
            assertEquals(
                    Shape.batch(4, 12),
                    BuiltLayer.overNumbers(BuiltLayer.layer(new Reshape(), "shape", "4, -1"), 3, 4, 4)
                            .out()
                            .shape());
        }

        @Test
        void elementsThatDoNotFitAreRefused() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new Reshape(), "shape", "4, 4"), 15));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals("reshape gets float[15], 15 elements, which do not make [4, 4].", e.getMessage());
        }

        @Test
        void sizesThatCannotBeAreRefused() {
            for (String shape : new String[] {"", "0, 3", "-2", "-1, -1"})
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SettingsRecords.of(Reshape.Settings.class, "shape", shape),
                        shape);
        }
    }
}
