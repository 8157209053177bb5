package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class InspectionTest {
    private static final byte[] JAVA_17_CLASS = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61, 0, 0};
    private static final byte[] JAVA_21_CLASS = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 65, 0, 0};

    @TempDir
    Path folder;

    @Test
    void aWholeBundleTellsWhatItIs() throws Exception {
        Path jar = TestJar.bundle("io.acme.words;singleton:=true", "1.2.0")
                .header("Export-Package", "io.acme.api;version=1.1,io.acme.more")
                .entry("io/acme/A.class", JAVA_17_CLASS)
                .in(folder);
        Inspected found = Inspection.of(jar, 17);
        assertEquals("io.acme.words", found.name());
        assertEquals(Version.valueOf("1.2.0"), found.version());
        assertEquals(List.of("io.acme.api 1.1.0", "io.acme.more 0.0.0"), found.exports());
        assertEquals(17, found.java());
        assertEquals(Files.size(jar), found.bytes());
        assertEquals(2, found.entries());
        assertEquals(64, found.sha256().length());
        assertEquals("2", found.headers().get("bundle-manifestversion"));
    }

    @Test
    void aJarCutOffAtAnyKilobyteAndInItsLastBytesIsNotWhole() throws Exception {
        byte[] noise = new byte[40_000];
        new Random(7).nextBytes(noise);
        byte[] whole = TestJar.bundle("io.acme.words", "1")
                .entry("a", noise)
                .entry("b", "text")
                .bytes();
        for (int length = 0; length < whole.length; length += length > whole.length - 1024 ? 1 : 1024) {
            if (length > whole.length - 1024 && length < whole.length - 400) length = whole.length - 400;
            Path jar = Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, length));
            RejectedJar refusal = assertThrows(RejectedJar.class, () -> Inspection.of(jar), "at " + length);
            assertEquals("whole", refusal.name(), refusal.getMessage());
        }
        says(
                Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, 10_240)),
                "whole",
                "not whole",
                "10240 bytes",
                "cut off");
    }

    @Test
    void everyFlippedByteInTheContentIsNoticed() throws Exception {
        byte[] whole = TestJar.bundle("io.acme.words", "1")
                .entry("words.txt", "some words that are kept".repeat(20))
                .bytes();
        int begin = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("words.txt")
                + "words.txt".length();
        for (int i = begin; i < begin + 20; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x20;
            says(Files.write(folder.resolve("flipped.jar"), flipped), "whole", "damaged", "words.txt");
        }
    }

    @Test
    void garbageBeforeAndAfterIsRefused() throws Exception {
        byte[] whole = TestJar.bundle("io.acme.words", "1").bytes();
        says(write(whole, new byte[100]), "whole", "100 bytes", "after its end");
        says(write(new byte[100], whole), "whole", "stands before its beginning");
    }

    @Test
    void whatIsNoZipIsToldApart() throws Exception {
        says(write("hello, this is a text".repeat(9).getBytes()), "whole", "no zip");
        says(write(), "whole", "empty");
        says(folder.resolve("nowhere.jar"), "whole", "no file");
        says(new TestJar().in(folder), "bundle", "META-INF/MANIFEST.MF");
        says(new TestJar().header("Created-By", "me").in(folder), "bundle", "no bundle", "Bundle-SymbolicName");
        says(
                TestJar.bundle("a", "1").without("Bundle-ManifestVersion").in(folder),
                "bundle",
                "Bundle-ManifestVersion: 2");
        says(TestJar.bundle("a", "one.two").in(folder), "bundle", "'one.two'", "no version", "1.2.0");
        says(TestJar.bundle("a b", "1").in(folder), "bundle", "'a b'");
        says(
                TestJar.bundle("a", "1").header("Import-Package", "p,p").in(folder),
                "bundle",
                "header",
                "cannot be read",
                "p");
    }

    @Test
    void fragmentsAndFrameworkExtensionsAreToldApart() throws Exception {
        says(
                TestJar.bundle("a", "1")
                        .header("Fragment-Host", "io.acme.words")
                        .in(folder),
                "bundle",
                "fragment of io.acme.words");
        says(
                TestJar.bundle("a", "1")
                        .header("Fragment-Host", "system.bundle;extension:=framework")
                        .in(folder),
                "bundle",
                "framework extension");
    }

    @Test
    void namesThatLeadOutAreRefused() throws Exception {
        for (String name : List.of("../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\evil", "c:evil"))
            says(TestJar.bundle("a", "1").entry(name, "x").in(folder), "whole", "lead out", name);
    }

    @Test
    void doubleEntriesAreRefused() throws Exception {
        byte[] jar =
                TestJar.bundle("a", "1").entry("one", "1").entry("two", "2").bytes();
        String text = new String(jar, java.nio.charset.StandardCharsets.ISO_8859_1).replace("two", "one");
        says(write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)), "whole", "'one' twice");
    }

    @Test
    void aClassForANewerJavaIsToldInReleases() throws Exception {
        TestJar jar = TestJar.bundle("a", "1").entry("io/acme/New.class", JAVA_21_CLASS);
        RejectedJar refusal = assertThrows(RejectedJar.class, () -> Inspection.of(jar.in(folder), 17));
        TestJar.says(refusal, "java", "was compiled for Java 21", "io.acme.New", "this is Java 17");
        assertEquals(21, Inspection.of(jar.in(folder), 21).java());
    }

    @Test
    void aNewerClassInAnEmbeddedJarCountsToo() throws Exception {
        byte[] inner = new TestJar().entry("lib/New.class", JAVA_21_CLASS).bytes();
        Path jar = TestJar.bundle("a", "1").entry("lib.jar", inner).in(folder);
        TestJar.says(assertThrows(RejectedJar.class, () -> Inspection.of(jar, 17)), "java", "Java 21", "lib.New");
    }

    @Test
    void classesThatThisJavaNeverLooksAtDoNotCount() throws Exception {
        Path jar = TestJar.bundle("a", "1")
                .entry("META-INF/versions/21/A.class", JAVA_21_CLASS)
                .entry("module-info.class", JAVA_21_CLASS)
                .entry("A.class", JAVA_17_CLASS)
                .in(folder);
        assertEquals(17, Inspection.of(jar, 17).java());
    }

    @Test
    void theEnvironmentThatABundleAsksForIsRead() throws Exception {
        Path jar = TestJar.bundle("a", "1")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\"")
                .in(folder);
        TestJar.says(
                assertThrows(RejectedJar.class, () -> Inspection.of(jar, 17)),
                "java",
                "needs Java 21",
                "this is Java 17");
        Inspection.of(jar, 21);
        Inspection.of(jar, 25);
        Path old = TestJar.bundle("b", "1")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=1.8))\"")
                .in(folder);
        Inspection.of(old, 17);
        Path compact = TestJar.bundle("c", "1")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE/compact1)(version=1.8))\"")
                .in(folder);
        Inspection.of(compact, 17);
    }

    @Test
    void zipBombsAreRefusedBeforeTheyGrow() throws Exception {
        says(bomb("bomb.txt", 64 << 20, 1), "whole", "bomb.txt", "zip bomb");
        says(bomb("bomb.txt", 12 << 20, 90), "whole", "larger than 1 GiB");
        byte[] deep = new TestJar().entry("end", "x").bytes();
        for (int i = 0; i < 4; i++)
            deep = new TestJar().entry("deeper.jar", deep).bytes();
        says(TestJar.bundle("a", "1").entry("deep.jar", deep).in(folder), "whole", "archives within archives");
    }

    @Test
    void whatIsLargeButHonestPasses() throws Exception {
        byte[] noise = new byte[24 << 20];
        new Random(7).nextBytes(noise);
        byte[] inner = new TestJar().entry("natives.so", noise).bytes();
        assertEquals(
                2,
                Inspection.of(TestJar.bundle("a", "1")
                                .entry("engine.jar", inner)
                                .in(folder))
                        .entries());
    }

    @Test
    void randomDamageNeverEscapesAsAnotherException() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = TestJar.bundle("io.acme.words", "1")
                .entry("A.class", JAVA_17_CLASS)
                .entry("t", "text".repeat(99))
                .bytes();
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                Inspection.of(Files.write(folder.resolve("damaged.jar"), damaged));
            } catch (RejectedJar e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }

    private Path bomb(String name, int bytes, int copies) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (int i = 0; i < copies; i++) {
                zip.putNextEntry(new ZipEntry(i + name));
                for (int n = 0; n < bytes; n += zeros.length) zip.write(zeros);
                zip.closeEntry();
            }
        }
        return write(out.toByteArray());
    }

    private Path write(byte[]... parts) throws IOException {
        Path jar = folder.resolve("written.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (byte[] part : parts) out.write(part);
        }
        return jar;
    }

    private static void says(Path jar, String check, String... words) {
        TestJar.says(assertThrows(RejectedJar.class, () -> Inspection.of(jar)), check, words);
    }
}
