package io.graft.api.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageBufferTest {
    private final ImageBuffer image = new ImageBuffer();

    @Test
    void itsArrayIsUsedAgain() {
        float[] first = image.size(2, 3, 4);
        assertEquals(24, image.elements());
        assertSame(first, image.size(4, 3, 2));
        assertNotSame(first, image.size(5, 3, 2));
    }

    @Test
    void aStepExchangesTheArray() {
        float[] first = image.size(1, 2, 1);
        float[] other = {1, 2, 3};
        assertSame(first, image.exchange(other, 1, 3, 1));
        assertSame(other, image.values());
        assertEquals(3, image.width());
        assertThrows(IllegalArgumentException.class, () -> image.exchange(new float[2], 1, 3, 1));
    }

    @Test
    void aCopyIsOfItsOwn() {
        image.size(1, 1, 1)[0] = 0.5f;
        ImageBuffer copy = new ImageBuffer();
        copy.set(image);
        image.values()[0] = 1;
        assertEquals(0.5f, copy.values()[0]);
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> image.size(-1, 2, 3));
        assertThrows(ArithmeticException.class, () -> image.size(1 << 20, 1 << 20, 3));
    }
}
