package io.graft.steps.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.audio.AudioBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What values.py computed, and the sound that it computed it of. */
final class Values {
    private Values() {}

    static double[] of(String name) {
        try (InputStream in = Values.class.getResourceAsStream("values.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> l.startsWith(name + " "))
                    .flatMap(l -> Arrays.stream(l.split(" ")).skip(1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AudioBuffer sound(int length, int rate) {
        AudioBuffer sound = new AudioBuffer();
        float[] x = sound.size(length, rate);
        for (int i = 0; i < length; i++) x[i] = ((7 * i * i + 13 * i) % 1024 - 512) / 1024f;
        return sound;
    }

    static float[] samples(AudioBuffer sound) {
        return Arrays.copyOf(sound.samples(), sound.length());
    }

    static void assertClose(double[] expected, float[] actual, double most) {
        assertTrue(expected.length > 0, "no values of that name");
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], most, "at " + i);
    }
}
