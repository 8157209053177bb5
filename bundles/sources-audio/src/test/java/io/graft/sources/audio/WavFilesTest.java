package io.graft.sources.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.testkit.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFilesTest {
    @TempDir
    Path folder;

    private TestContext context;

    @BeforeEach
    void lendAFolder() {
        context = in(folder);
    }

    private static TestContext in(Path folder) {
        return new TestContext(folder, Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>());
    }

    private static byte[] wav(AudioFormat format, byte... data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(data), format, data.length / format.getFrameSize()),
                AudioFileFormat.Type.WAVE,
                out);
        return out.toByteArray();
    }

    private static byte[] pcm16(int rate, int channels, int... samples) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int s : samples) data.putShort((short) s);
        return wav(new AudioFormat(rate, 16, channels, true, false), data.array());
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    private Source source(String path, String label, int rate, int badRows) {
        return new WavFilesSourceType().create(new WavFilesSourceType.Settings(path, label, rate, badRows), context);
    }

    private static List<String> rows(Source source) {
        List<String> rows = new ArrayList<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample)) rows.add(sample.label + " " + sample.sound);
        }
        return rows;
    }

    private static String sentence(org.junit.jupiter.api.function.Executable work) {
        PipelineException e = assertThrows(PipelineException.class, work);
        assertEquals(ErrorCode.BAD_DATA, e.code());
        return e.getMessage();
    }

    private static float[] samples(byte[] wav) {
        Sample sample = new Sample();
        new WavDecoderType()
                .create(new WavDecoderType.Settings(), new TestContext())
                .decode(wav, 0, wav.length, sample);
        return Arrays.copyOf(sample.sound.samples(), sample.sound.length());
    }

    @Test
    void samplesOfAnyWidthLieBetweenMinusOneAndOne() throws IOException {
        assertArrayEquals(new float[] {0.5f, -1}, samples(pcm16(8000, 1, 16384, -32768)));
        assertArrayEquals(
                new float[] {0.5f, -1}, samples(wav(new AudioFormat(8000, 8, 1, false, false), (byte) 192, (byte) 0)));
        assertArrayEquals(
                new float[] {0.5f, -1},
                samples(wav(
                        new AudioFormat(8000, 24, 1, true, false),
                        (byte) 0,
                        (byte) 0,
                        (byte) 0x40,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0x80)));
        assertArrayEquals(
                new float[] {0.5f},
                samples(wav(new AudioFormat(8000, 32, 1, true, false), (byte) 0, (byte) 0, (byte) 0, (byte) 0x40)));
        byte[] floats = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.25f)
                .array();
        assertArrayEquals(
                new float[] {0.25f},
                samples(wav(new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, 8000, 32, 1, 4, 8000, false), floats)));
    }

    @Test
    void severalChannelsBecomeTheirMean() throws IOException {
        assertArrayEquals(new float[] {0.25f, -0.5f}, samples(pcm16(8000, 2, 16384, 0, -16384, -16384)));
    }

    @Test
    void theLabelIsTheFolderOrAGroupOfTheName() throws IOException {
        put("set/yes/b.wav", pcm16(16000, 1, 1, 2, 3));
        put("set/no/a.WAV", pcm16(8000, 1, 1, 2));
        assertEquals(
                List.of("no 2 samples at 8000 Hz", "yes 3 samples at 16000 Hz"), rows(source("set", "folder", 0, 0)));
        assertEquals(
                List.of("a 2 samples at 8000 Hz", "b 3 samples at 16000 Hz"),
                rows(source("set", "(.)\\.(?i:wav)", 0, 0)));
        assertEquals(new DataType.Audio(8000), source("set", "folder", 8000, 0).gives());
        assertTrue(sentence(() -> rows(source("set", "folder", 8000, 0)))
                .contains("'set/yes/b.wav' has 16000 Hz, but 'rate' says 8000"));
        assertTrue(sentence(() -> rows(source("set", "(x)", 0, 0))).contains("a name that '(x)' does not match"));
        assertThrows(IllegalArgumentException.class, () -> source("set", ".*", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> source("set", "(", 0, 0));
    }

    @Test
    void aZipWithoutFoldersIsLabelledByNames() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("set.zip")))) {
            zip.putNextEntry(new ZipEntry("7_x.wav"));
            zip.write(pcm16(8000, 1, 5));
        }
        assertEquals(List.of("7 1 samples at 8000 Hz"), rows(source("set.zip", "(\\d)_.*", 8000, 0)));
        assertTrue(sentence(() -> rows(source("set.zip", "folder", 8000, 0))).contains("lies in no folder"));
    }

    @Test
    void damagedFilesAreNamedAndCanBeSkipped() throws IOException {
        byte[] whole = pcm16(8000, 1, 1, 2, 3, 4);
        put("set/a/1.wav", new byte[0]);
        put("set/a/2.wav", "RIFFxxxxWAVE".getBytes(StandardCharsets.US_ASCII));
        put("set/a/3.wav", Arrays.copyOf(whole, 30));
        put("set/a/4.wav", pcm16(8000, 1));
        put("set/a/5.wav", whole);
        assertTrue(sentence(() -> rows(source("set", "folder", 0, 0))).startsWith("'set/a/1.wav' is empty."));
        assertEquals(List.of("a 4 samples at 8000 Hz"), rows(source("set", "folder", 0, 4)));
        assertEquals(4, context.warnings().size(), context.warnings().toString());
        assertTrue(
                context.warnings().get(3).contains("holds no sound"),
                context.warnings().toString());
        assertTrue(sentence(() -> rows(source("nowhere", "folder", 0, 0))).startsWith("There is no folder or archive"));
        Files.createDirectories(folder.resolve("none"));
        assertEquals("'none' holds no .wav file.", sentence(() -> rows(source("none", "folder", 0, 0))));
        put("x/y.zip", new byte[] {1, 2, 3});
        assertTrue(sentence(() -> rows(source("x/y.zip", "folder", 0, 0))).contains("is no zip archive"));
    }

    @Test
    void everyTruncationOfAFileIsReadOrRefusedWithASentence() throws IOException {
        byte[] whole = pcm16(8000, 1, 1, 2, 3, 4, 5, 6);
        for (int n = 0; n < whole.length; n++) {
            byte[] cut = Arrays.copyOf(whole, n);
            try {
                assertTrue(samples(cut).length > 0);
            } catch (PipelineException e) {
                assertEquals(ErrorCode.BAD_DATA, e.code());
            }
        }
    }

    @Test
    void spokenDigitsAreReadWithTheirLabels() {
        String set = System.getProperty("graft.data");
        Path data = set != null ? Path.of(set) : Path.of("../../../shared/data");
        assumeTrue(
                Files.isDirectory(data),
                "the data sets are not beside the checkout (../shared/data, or -Dgraft.data): skipped");
        context = in(data);
        Map<String, Integer> labels = new TreeMap<>();
        for (String row : rows(source("fsdd/dev.zip", "(\\d)_.*", 8000, 0)))
            labels.merge(row.substring(0, 1), 1, Integer::sum);
        assertEquals(10, labels.size());
        assertTrue(labels.values().stream().allMatch(n -> n == 25), labels::toString);
    }
}
