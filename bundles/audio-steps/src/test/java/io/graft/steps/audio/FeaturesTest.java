package io.graft.steps.audio;

import static io.graft.steps.audio.Values.assertClose;
import static io.graft.steps.audio.Values.sound;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final int[] SLOTS = {0, 1};

    private final TestContext context = new TestContext();

    private AudioFeatures logMel(Object... settings) {
        return new LogMel().create(SettingsRecords.of(LogMel.Settings.class, settings), context);
    }

    private AudioFeatures mfcc(Object... settings) {
        return new Mfcc().create(SettingsRecords.of(Mfcc.Settings.class, settings), context);
    }

    private static Batch batch(AudioFeatures features, int rows) {
        List<Value> values = features.features().stream()
                .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                .toList();
        Batch batch = new Batch(values, rows);
        batch.rows(rows);
        for (int slot = 0; slot < 2; slot++) Arrays.fill(batch.floats(slot), Float.NaN);
        return batch;
    }

    private static Batch extract(AudioFeatures features, AudioBuffer... sounds) {
        Batch batch = batch(features, sounds.length);
        for (int r = 0; r < sounds.length; r++) features.extract(sounds[r], batch, SLOTS, r);
        return batch;
    }

    @Test
    void logMelIsThatOfTorchaudio() {
        Batch batch = extract(logMel("seconds", "0.1", "mels", "12"), sound(800, 8000));
        assertClose(Values.of("log-mel"), batch.floats(0), 1e-5);
        Batch other = extract(
                logMel("seconds", "0.075", "window", "32", "mels", "20", "low", "50", "high", "7000"),
                sound(1200, 16000));
        assertClose(Values.of("log-mel-16k"), other.floats(0), 1e-5);
        assertArrayEquals(new float[] {1, 1, 1, 1, 1}, other.floats(1));
    }

    @Test
    void mfccIsThatOfTorchaudio() {
        Batch batch = extract(
                mfcc("seconds", "0.1", "mels", "12", "coefficients", "5", "normalize", "none"), sound(800, 8000));
        assertClose(Values.of("mfcc"), batch.floats(0), 1e-5);
    }

    @Test
    void shorterSoundsAreFilledUpUnderAMaskAndLongerOnesAreCut() {
        AudioFeatures features = logMel("seconds", "0.1", "mels", "12");
        assertEquals(Shape.of(8, 12), features.features().get(0).shape());
        assertEquals(
                List.of("mask", "mask"),
                List.of(
                        features.features().get(0).mask(),
                        features.features().get(1).name()));
        Batch batch = extract(features, sound(360, 8000), sound(5000, 8000), sound(10, 8000));
        double[] whole = Values.of("log-mel");
        float[] x = batch.floats(0);
        assertClose(Arrays.copyOf(whole, 36), Arrays.copyOf(x, 36), 1e-5);
        for (int i = 36; i < 96; i++) assertEquals(LogMelFrames.SILENCE, x[i]);
        assertClose(whole, Arrays.copyOfRange(x, 96, 192), 1e-5);
        float[] mask = batch.floats(1);
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0, 0, 0}, Arrays.copyOf(mask, 8));
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, Arrays.copyOfRange(mask, 8, 16));
        assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, Arrays.copyOfRange(mask, 16, 24));
    }

    @Test
    void normalizedRowsHaveMeanZeroAndDeviationOneWithinTheMask() {
        for (String how : List.of("row", "column")) {
            Batch batch = extract(logMel("seconds", "0.1", "mels", "12", "normalize", how), sound(360, 8000));
            float[] x = batch.floats(0);
            int columns = how.equals("row") ? 1 : 12;
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                double squares = 0;
                for (int i = c; i < 36; i += columns) {
                    sum += x[i];
                    squares += x[i] * x[i];
                }
                assertEquals(0, sum, 1e-4, how + " " + c);
                assertEquals(36 / columns, squares, 1e-3, how + " " + c);
            }
            for (int i = 36; i < 96; i++) assertEquals(0, x[i]);
        }
    }

    @Test
    void silenceIsFiniteWhateverItIsNormalizedBy() {
        AudioBuffer silence = new AudioBuffer();
        silence.size(800, 8000);
        for (String how : List.of("none", "row", "column"))
            for (AudioFeatures f :
                    List.of(logMel("seconds", "0.1", "normalize", how), mfcc("seconds", "0.1", "normalize", how)))
                for (float v : extract(f, silence).floats(0)) assertTrue(Float.isFinite(v), how);
    }

    @Test
    void aRowAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AudioBuffer sound = sound(800, 8000);
        for (AudioFeatures features : List.of(logMel("seconds", "0.2", "normalize", "row"), mfcc("seconds", "0.2"))) {
            Batch batch = batch(features, 1);
            for (int i = 0; i < 50; i++) features.extract(sound, batch, SLOTS, 0);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) features.extract(sound, batch, SLOTS, 0);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < 200 * 16, bytes + " bytes for 200 rows");
        }
    }

    @Test
    void soundOfUnknownRateOrTooLowARateIsRefusedBeforeThereIsData() {
        LogMel.Settings settings = SettingsRecords.of(LogMel.Settings.class, "seconds", "1", "high", "7000");
        PipelineException varying =
                assertThrows(PipelineException.class, () -> new LogMel().features(settings, new DataType.Audio(0)));
        assertEquals(ErrorCode.TYPE_MISMATCH, varying.code());
        assertTrue(varying.getMessage().contains("Add 'resample' before it"), varying.getMessage());
        PipelineException low =
                assertThrows(PipelineException.class, () -> new LogMel().features(settings, new DataType.Audio(8000)));
        assertTrue(low.getMessage().contains("from 20 to 7000.0 Hz"), low.getMessage());
        List<Feature> features = new LogMel().features(settings, new DataType.Audio(16000));
        assertEquals(Shape.of(98, 40), features.get(0).shape());
        Mfcc.Settings mfcc = SettingsRecords.of(Mfcc.Settings.class, "seconds", "1");
        assertThrows(PipelineException.class, () -> new Mfcc().features(mfcc, new DataType.Audio(0)));
        assertEquals(
                Shape.of(98, 13),
                new Mfcc().features(mfcc, new DataType.Audio(8000)).get(0).shape());
    }

    @Test
    void badSoundIsRefused() {
        AudioFeatures features = logMel("seconds", "0.1", "high", "7000");
        for (AudioBuffer sound : List.of(sound(0, 16000), sound(100, 0), sound(100, 8000))) {
            PipelineException e = assertThrows(PipelineException.class, () -> extract(features, sound));
            assertEquals(ErrorCode.BAD_DATA, e.code());
        }
    }

    @Test
    void filtersWithoutAFrequencyAreToldOfOnce() {
        AudioFeatures features = logMel("seconds", "0.1", "mels", "128");
        extract(features, sound(800, 8000), sound(800, 8000));
        assertEquals(1, context.warnings().size());
        assertTrue(
                context.warnings().get(0).contains("take fewer mels"),
                context.warnings().get(0));
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        for (Object[] s : new Object[][] {
            {"seconds", "0.01"},
            {"seconds", "1", "low", "300", "high", "200"},
            {"seconds", "1", "low", "20", "high", "20"}
        }) assertThrows(IllegalArgumentException.class, () -> logMel(s));
        assertThrows(IllegalArgumentException.class, () -> mfcc("seconds", "1", "mels", "10", "coefficients", "11"));
    }
}
