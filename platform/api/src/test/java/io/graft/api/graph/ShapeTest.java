package io.graft.api.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private final Shape shape = Shape.batch(4, 3);

    @Test
    void negativeAxesCountFromTheEnd() {
        assertEquals(Dim.of(3), shape.dim(-1));
        assertEquals(Dim.BATCH, shape.dim(-3));
        assertEquals(2, shape.axis(-1));
        assertEquals(3, shape.last());
        assertEquals(
                "shape [batch, 4, 3] has no axis 3",
                assertThrows(IllegalArgumentException.class, () -> shape.dim(3)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> shape.dim(-4));
    }

    @Test
    void axesAreAddedTakenAwayAndReplaced() {
        assertEquals(Shape.of(4, 3), shape.row());
        assertEquals(shape, Shape.of(4, 3).prepend(Dim.BATCH));
        assertEquals(Shape.batch(4, 7), shape.with(-1, Dim.of(7)));
        assertThrows(IllegalArgumentException.class, Shape.SCALAR::row);
    }

    @Test
    void elementsAreCountedWhereSizesAreKnown() {
        assertEquals(12, Shape.of(4, 3).elements());
        assertEquals(1, Shape.SCALAR.elements());
        assertEquals(0, Shape.of(4, 0).elements());
        assertEquals(60, shape.elements(5));
        assertFalse(shape.known());
        assertTrue(Shape.of(4, 3).known());
        assertThrows(IllegalStateException.class, shape::elements);
        assertThrows(IllegalStateException.class, () -> shape.size(0));
        assertThrows(ArithmeticException.class, () -> Shape.of(1 << 16, 1 << 16).elements());
    }

    @Test
    void anAxisHasASizeOrAName() {
        assertThrows(IllegalArgumentException.class, () -> Dim.of(-1));
        assertThrows(IllegalArgumentException.class, () -> Dim.named(""));
        assertThrows(IllegalArgumentException.class, () -> new Dim(3, "rows"));
        assertEquals(Dim.BATCH, Dim.named("batch"));
        assertEquals("[batch, 4, 3]", shape.toString());
    }
}
