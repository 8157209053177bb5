package io.graft.steps.audio;

import static io.graft.steps.audio.Values.assertClose;
import static io.graft.steps.audio.Values.samples;
import static io.graft.steps.audio.Values.sound;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioStep;
import io.graft.api.data.DataType;
import io.graft.testkit.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioStepsTest {

    private static AudioStep resample(int rate) {
        return new Resample().create(new Resample.Settings(rate), new TestContext());
    }

    private static AudioBuffer of(int rate, float... samples) {
        AudioBuffer sound = new AudioBuffer();
        System.arraycopy(samples, 0, sound.size(samples.length, rate), 0, samples.length);
        return sound;
    }

    @ParameterizedTest
    @CsvSource({"100, 16000, 8000", "60, 8000, 16000", "300, 44100, 16000", "90, 8000, 11025"})
    void resamplingGivesWhatTorchaudioGives(int length, int from, int to) {
        AudioBuffer sound = sound(length, from);
        resample(to).apply(sound);
        assertEquals(to, sound.sampleRate());
        assertClose(Values.of("resample-" + from + "-" + to), samples(sound), 1e-6);
    }

    @Test
    void oneResamplerTakesSoundOfAnyRateAndLength() {
        AudioStep step = resample(8000);
        for (int[] s : new int[][] {{100, 16000}, {1, 44100}, {100, 8000}, {7, 4000}, {100, 16000}}) {
            AudioBuffer sound = sound(s[0], s[1]);
            float[] before = samples(sound);
            step.apply(sound);
            assertEquals((s[0] * 8000L + s[1] - 1) / s[1], sound.length());
            if (s[1] == 8000) assertArrayEquals(before, samples(sound));
            if (s[1] == 16000) assertClose(Values.of("resample-16000-8000"), samples(sound), 1e-6);
        }
        assertEquals(
                new DataType.Audio(8000), new Resample().gives(new Resample.Settings(8000), new DataType.Audio(0)));
    }

    @Test
    void soundThatIsEmptyOrOfUnknownRateIsRefused() {
        PipelineException empty =
                assertThrows(PipelineException.class, () -> resample(8000).apply(of(16000)));
        assertEquals(ErrorCode.BAD_DATA, empty.code());
        assertEquals("The sound is empty.", empty.getMessage());
        PipelineException rate =
                assertThrows(PipelineException.class, () -> resample(8000).apply(of(0, 1)));
        assertTrue(rate.getMessage().contains("sample rate of the sound is not known"), rate.getMessage());
        PipelineException high =
                assertThrows(PipelineException.class, () -> resample(8000).apply(of(Integer.MAX_VALUE, 1)));
        assertEquals("The sound has 2147483647 Hz; at most 384000 Hz can be taken.", high.getMessage());
    }

    @Test
    void lengthCutsOrFillsUp() {
        float[][][] cases = {
            {{1, 2, 3}, {1, 2}, {1, 2}}, {{1, 2, 3, 4}, {1, 2}, {2, 3}}, {{1}, {1, 0}, {1, 0}}, {{1, 2}, {1, 2}, {1, 2}}
        };
        for (float[][] c : cases)
            for (FitLength.At at : FitLength.At.values()) {
                AudioBuffer sound = of(1000, c[0]);
                new FitLength()
                        .create(new FitLength.Settings(0.002, at), new TestContext())
                        .apply(sound);
                assertArrayEquals(c[at == FitLength.At.START ? 1 : 2], samples(sound));
            }
        AudioBuffer longer = of(1000, 7, 8);
        longer.size(4, 1000)[2] = 9; // what lies behind the end is no part of the sound
        longer.size(2, 1000);
        new FitLength()
                .create(new FitLength.Settings(0.006, FitLength.At.MIDDLE), new TestContext())
                .apply(longer);
        assertArrayEquals(new float[] {0, 0, 7, 8, 0, 0}, samples(longer));
    }
}
