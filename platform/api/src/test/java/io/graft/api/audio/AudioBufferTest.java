package io.graft.api.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AudioBufferTest {
    private final AudioBuffer sound = new AudioBuffer();

    @Test
    void samplesStayWhenItGrows() {
        sound.size(2, 8000)[1] = 0.5f;
        sound.size(100, 16_000);
        assertEquals(0.5f, sound.samples()[1]);
        assertEquals("100 samples at 16000 Hz", sound.toString());
    }

    @Test
    void aStepExchangesTheArray() {
        float[] first = sound.size(3, 8000);
        assertSame(first, sound.exchange(new float[5], 4, 4000));
        assertEquals(4, sound.length());
        assertThrows(IllegalArgumentException.class, () -> sound.exchange(new float[1], 2, 8000));
        assertThrows(IllegalArgumentException.class, () -> sound.size(-1, 8000));
    }

    @Test
    void aCopyIsOfItsOwn() {
        sound.size(1, 8000)[0] = 1;
        AudioBuffer copy = new AudioBuffer();
        copy.set(sound);
        sound.samples()[0] = 0;
        assertEquals(1, copy.samples()[0]);
        assertEquals(8000, copy.sampleRate());
    }
}
