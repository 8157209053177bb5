package io.graft.sources.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.testkit.TestContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourcesTest {
    @TempDir
    Path folder;

    private TestContext context;

    @BeforeEach
    void lendAFolder() {
        context = new TestContext(folder, Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>());
    }

    private static byte[] image(String format, int type, int height, int width, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < height * width; i++) image.setRGB(i % width, i / width, rgb[i % rgb.length]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private static byte[] png(int height, int width, int... rgb) throws IOException {
        return image("png", BufferedImage.TYPE_INT_RGB, height, width, rgb);
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    private Source folders(String path, Colours colours, int largest, int badRows) {
        return new ImageFoldersSourceType()
                .create(new ImageFoldersSourceType.Settings(path, colours, largest, badRows), context);
    }

    private static List<String> rows(Source source) {
        List<String> rows = new ArrayList<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample))
                rows.add(sample.label + " " + sample.image.height() + "x" + sample.image.width() + "x"
                        + sample.image.channels());
        }
        return rows;
    }

    private static String sentence(org.junit.jupiter.api.function.Executable work) {
        PipelineException e = assertThrows(PipelineException.class, work);
        assertEquals(ErrorCode.BAD_DATA, e.code());
        return e.getMessage();
    }

    @Test
    void aFolderOfFoldersGivesImagesInTheOrderOfTheirNamesWithTheFoldersNameAsLabel() throws IOException {
        put("set/cat/b.png", png(2, 3, 0xff0000));
        put("set/cat/a.JPG", image("jpg", BufferedImage.TYPE_INT_RGB, 8, 8, 0x808080));
        put("set/ant/z.jpeg", image("jpg", BufferedImage.TYPE_BYTE_GRAY, 4, 4, 0x808080));
        put("set/ant/notes.txt", new byte[] {1});
        put("set/ant/.hidden.png", new byte[] {1});
        Source source = folders("set", Colours.RGB, 1024, 0);
        assertEquals(new DataType.Image(0, 0, 3), source.gives());
        assertEquals(List.of("ant 4x4x3", "cat 8x8x3", "cat 2x3x3"), rows(source));
        assertEquals(3, source.files().size());
    }

    @Test
    void planesHoldRedGreenAndBlueFromNothingToOne() throws IOException {
        put("set/a/x.png", png(1, 2, 0xff0080, 0x00ff00));
        Sample sample = new Sample();
        try (SampleReader reader = folders("set", Colours.RGB, 1024, 0).open()) {
            assertTrue(reader.next(sample));
        }
        assertArrayEquals(new float[] {1, 0, 0, 1, 128 / 255f, 0}, Arrays.copyOf(sample.image.values(), 6), 1e-6f);
    }

    @Test
    void greyIsTheBrightness() throws IOException {
        put("set/a/x.png", png(1, 3, 0xff0000, 0x00ff00, 0x0000ff));
        Sample sample = new Sample();
        try (SampleReader reader = folders("set", Colours.GREY, 1024, 0).open()) {
            assertTrue(reader.next(sample));
        }
        assertArrayEquals(new float[] {0.299f, 0.587f, 0.114f}, Arrays.copyOf(sample.image.values(), 3), 1e-6f);
    }

    @Test
    void opacityIsLaidOverBlack() throws IOException {
        put("set/a/x.png", image("png", BufferedImage.TYPE_INT_ARGB, 1, 2, 0x80ff0000, 0x00ffffff));
        Sample sample = new Sample();
        try (SampleReader reader = folders("set", Colours.RGB, 1024, 0).open()) {
            assertTrue(reader.next(sample));
        }
        assertArrayEquals(new float[] {128 / 255f, 0, 0, 0, 0, 0}, Arrays.copyOf(sample.image.values(), 6), 1e-6f);
    }

    @Test
    void ofAHugeImageOnlyEverySoManyPixelsAreRead() throws IOException {
        put("set/a/x.png", png(100, 250, 0x123456));
        assertEquals(List.of("a 34x84x3"), rows(folders("set", Colours.RGB, 100, 0)));
    }

    @Test
    void aZipGivesWhatAFolderDoesAndNamesThatLeadOutOfItAreLeftOut() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("set.zip")))) {
            for (String name :
                    List.of("root/b/2.png", "root/a/1.png", "__MACOSX/a/._1.png", "root/readme.md", "../evil/c.png")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(png(2, 2, 0));
            }
        }
        assertEquals(List.of("a 2x2x3", "b 2x2x3"), rows(folders("set.zip", Colours.RGB, 1024, 0)));
        assertEquals(List.of("set.zip"), List.of(folder.toFile().list()), "something was unpacked");
    }

    @Test
    void aBrokenImageIsNamedAndCanBeSkipped() throws IOException {
        byte[] whole = png(20, 20, 1, 2, 3, 4, 5, 6, 7);
        put("set/a/1.png", Arrays.copyOf(whole, whole.length / 2));
        put("set/a/2.png", whole);
        put("set/a/3.png", new byte[0]);
        put("set/a/4.jpg", "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String said = sentence(() -> rows(folders("set", Colours.RGB, 1024, 0)));
        assertTrue(said.startsWith("'set/a/1.png' is a broken PNG: ") && said.contains("'badRows'"), said);
        assertEquals(List.of("a 20x20x3"), rows(folders("set", Colours.RGB, 1024, 3)));
        assertEquals(3, context.warnings().size());
        assertTrue(
                context.warnings().get(1).contains("is empty"),
                context.warnings().toString());
        assertTrue(
                context.warnings().get(2).contains("is no PNG and no JPEG"),
                context.warnings().toString());
    }

    @Test
    void anImageThatClaimsToBeHugeIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] bytes = png(1, 1, 0);
        bytes[16] = 0x00; // width and height stand at 16 and 20 of a PNG
        bytes[17] = 0x01;
        bytes[21] = 0x01;
        put("set/a/1.png", bytes);
        String said = sentence(() -> rows(folders("set", Colours.RGB, 1 << 30, 0)));
        assertTrue(said.contains("says it is 65537 x 65537, more than"), said);
    }

    @Test
    void whatIsNotThereOrHoldsNoImageIsSaid() throws IOException {
        assertTrue(sentence(() -> rows(folders("nowhere", Colours.RGB, 9, 0)))
                .startsWith("There is no folder or archive 'nowhere'"));
        Files.createDirectories(folder.resolve("empty"));
        assertTrue(sentence(() -> rows(folders("empty", Colours.RGB, 9, 0))).contains("holds no image"));
        put("x/set.zip", "PK no zip".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertTrue(sentence(() -> rows(folders("x/set.zip", Colours.RGB, 9, 0)))
                .contains("no zip archive, or a damaged one"));
    }

    private void idx(String name, boolean gzip, int magic, int[] sizes, int... bytes) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                DataOutputStream out = new DataOutputStream(gzip ? new GZIPOutputStream(file) : file)) {
            out.writeInt(magic);
            for (int size : sizes) out.writeInt(size);
            for (int b : bytes) out.write(b);
        }
    }

    private Source idx(String images, String labels) {
        return new IdxSourceType().create(new IdxSourceType.Settings(images, Optional.ofNullable(labels)), context);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void idxFilesGiveGreyImagesWithTheirLabels(boolean gzip) throws IOException {
        idx("i", gzip, 2051, new int[] {2, 1, 2}, 0, 255, 51, 102);
        idx("l", gzip, 2049, new int[] {2}, 7, 3);
        Source source = idx("i", "l");
        assertEquals(new DataType.Image(1, 2, 1), source.gives());
        assertEquals(List.of("7 1x2x1", "3 1x2x1"), rows(source));
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            for (int i = 0; i < 2; i++) assertTrue(reader.next(sample));
            assertArrayEquals(new float[] {0.2f, 0.4f}, Arrays.copyOf(sample.image.values(), 2), 1e-6f);
            assertEquals("i:2", sample.place());
        }
    }

    @Test
    void brokenIdxFilesAreSaid() throws IOException {
        idx("i", false, 2051, new int[] {2, 1, 2}, 0, 255, 51);
        idx("l", false, 2049, new int[] {2}, 7, 3);
        idx("few", false, 2049, new int[] {1}, 7);
        idx("other", false, 1234, new int[] {1}, 7);
        idx("huge", false, 2051, new int[] {1, 1 << 20, 1 << 20});
        assertEquals("'i' ends too early.", sentence(() -> rows(idx("i", "l"))));
        assertEquals("'few' has 1 labels, but 'i' has 2 images.", sentence(() -> rows(idx("i", "few"))));
        assertTrue(sentence(() -> rows(idx("other", "l"))).contains("begins with the number 1234"));
        assertTrue(sentence(() -> rows(idx("huge", "l"))).contains("which no such file has"));
        assertTrue(sentence(() -> rows(idx("nowhere", null))).contains("is not there"));
    }

    @Test
    void theDecoderTakesTheBytesOfAFileFromTheMiddleOfOthers() throws IOException {
        byte[] png = png(3, 2, 0xffffff);
        byte[] bytes = new byte[png.length + 9];
        System.arraycopy(png, 0, bytes, 5, png.length);
        Sample sample = new Sample();
        var decoder = new ImageFileDecoderType()
                .create(new ImageFileDecoderType.Settings(Colours.GREY, 1024), new TestContext());
        decoder.decode(bytes, 5, png.length, sample);
        assertEquals(3, sample.image.height());
        assertEquals(1f, sample.image.values()[5], 1e-6f);
        assertEquals(
                "The image is no PNG and no JPEG.", sentence(() -> decoder.decode(bytes, 0, bytes.length, sample)));
    }
}
