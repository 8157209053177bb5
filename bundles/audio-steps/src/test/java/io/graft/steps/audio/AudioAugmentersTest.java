package io.graft.steps.audio;

import static io.graft.steps.audio.Values.samples;
import static io.graft.steps.audio.Values.sound;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.graph.Shape;
import io.graft.testkit.TestContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AudioAugmentersTest {
    private static final TestContext CONTEXT = new TestContext();

    private static TensorAugmenter specAugment(int bands, int mels, int stretches, int frames) {
        return (TensorAugmenter)
                new SpecAugment().create(new SpecAugment.Settings(bands, mels, stretches, frames), CONTEXT);
    }

    private static float[] after(Augmenter augmenter, AudioBuffer sound, long seed) {
        ((AudioAugmenter) augmenter).augment(sound, new Random(seed));
        return samples(sound);
    }

    @Test
    void theSameChanceGivesTheSameSound() {
        for (Augmenter a : List.of(
                new TimeShift().create(new TimeShift.Settings(0.01), CONTEXT),
                new Noise().create(new Noise.Settings(0, 20, 0.5), CONTEXT)))
            for (int seed = 0; seed < 30; seed++)
                assertArrayEquals(after(a, sound(200, 8000), seed), after(a, sound(200, 8000), seed), "seed " + seed);
    }

    @Test
    void timeShiftMovesByAllStepsAlikeAndSilenceComesIn() {
        Augmenter shift = new TimeShift().create(new TimeShift.Settings(0.002), CONTEXT);
        Map<Integer, Integer> seen = new TreeMap<>();
        for (int seed = 0; seed < 500; seed++) {
            AudioBuffer sound = new AudioBuffer();
            System.arraycopy(new float[] {1, 2, 3, 4, 5}, 0, sound.size(5, 1000), 0, 5);
            float[] y = after(shift, sound, seed);
            int by = y[2] == 0 ? 9 : 3 - (int) y[2];
            for (int i = 0; i < 5; i++) assertEquals(i - by < 0 || i - by > 4 ? 0 : i - by + 1, y[i], "seed " + seed);
            seen.merge(by, 1, Integer::sum);
        }
        assertEquals(5, seen.size(), seen::toString);
        assertTrue(seen.values().stream().allMatch(n -> n > 60 && n < 140), seen::toString);
    }

    @Test
    void noiseIsAsStrongAsItIsAskedFor() {
        Augmenter noise = new Noise().create(new Noise.Settings(20, 20, 1), CONTEXT);
        AudioBuffer sound = sound(20000, 8000);
        float[] before = samples(sound);
        float[] y = after(noise, sound, 5);
        double signal = 0;
        double added = 0;
        for (int i = 0; i < y.length; i++) {
            signal += before[i] * before[i];
            added += Math.pow(y[i] - before[i], 2);
        }
        assertEquals(20, 10 * Math.log10(signal / added), 0.2);
        Augmenter never = new Noise().create(new Noise.Settings(20, 20, 0), CONTEXT);
        assertArrayEquals(before, after(never, sound(20000, 8000), 5));
        AudioBuffer silence = new AudioBuffer();
        silence.size(10, 8000);
        assertArrayEquals(new float[10], after(noise, silence, 5));
        assertThrows(IllegalArgumentException.class, () -> new Noise.Settings(30, 20, 1));
    }

    @Test
    void specAugmentMasksWholeBandsAndStretchesWithTheMeanAndNothingElse() {
        TensorAugmenter augmenter = specAugment(1, 3, 1, 4);
        boolean masked = false;
        for (int seed = 0; seed < 50; seed++) {
            float[] x = new float[3 * 60];
            for (int i = 0; i < x.length; i++) x[i] = i;
            float[] before = x.clone();
            augmenter.augment(x, 60, Shape.of(10, 6), new Random(seed));
            double mean = (60 + 119) / 2.0;
            for (int i = 0; i < 60; i++)
                if (x[60 + i] != before[60 + i]) {
                    assertEquals(mean, x[60 + i], "seed " + seed);
                    masked = true;
                }
            int wholeFrames = 0;
            int wholeMels = 0;
            for (int f = 0; f < 10; f++) if (whole(x, before, 60 + 6 * f, 6, 1)) wholeFrames++;
            for (int m = 0; m < 6; m++) if (whole(x, before, 60 + m, 10, 6)) wholeMels++;
            assertTrue(wholeFrames <= 4 && wholeMels <= 3, "seed " + seed);
            for (int i = 0; i < 60; i++)
                assertEquals(
                        whole(x, before, 60 + 6 * (i / 6), 6, 1) || whole(x, before, 60 + i % 6, 10, 6),
                        x[60 + i] != before[60 + i],
                        "seed " + seed);
            assertArrayEquals(Arrays.copyOf(before, 60), Arrays.copyOf(x, 60));
            assertArrayEquals(Arrays.copyOfRange(before, 120, 180), Arrays.copyOfRange(x, 120, 180));
        }
        assertTrue(masked);
    }

    private static boolean whole(float[] x, float[] before, int from, int count, int step) {
        for (int i = 0; i < count; i++) if (x[from + i * step] == before[from + i * step]) return false;
        return true;
    }

    @Test
    void specAugmentTakesMasksThatAreWiderThanTheSpectrogramAndRefusesOtherShapes() {
        TensorAugmenter wide = specAugment(2, 100, 2, 100);
        for (int seed = 0; seed < 50; seed++) wide.augment(new float[6], 0, Shape.of(2, 3), new Random(seed));
        PipelineException e =
                assertThrows(PipelineException.class, () -> wide.augment(new float[6], 0, Shape.of(6), new Random(1)));
        assertTrue(e.getMessage().contains("Put it behind 'log-mel'"), e.getMessage());
    }
}
