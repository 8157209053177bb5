package io.graft.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies of jars with something wrong; each lies beside its jar, whose name it bears with a word more. */
final class DamagedJar {
    private static final int BLOCK = 1 << 16;

    private DamagedJar() {}

    /** Where the copy lies: {@code NAME-what.jar}. */
    static Path beside(Path jar, String what) {
        return jar.resolveSibling(jar.getFileName().toString().replaceAll("\\.jar$", "") + "-" + what + ".jar");
    }

    /** Only its first bytes. */
    static Path truncated(Path jar, int bytes) throws IOException {
        return Files.write(beside(jar, "truncated-" + bytes), Arrays.copyOf(Files.readAllBytes(jar), bytes));
    }

    /** With an entry that unpacks outside its folder. */
    static Path traversing(Path jar) throws IOException {
        return with(jar, "traversing", "../../escaped.txt", "I am where I must not be.".getBytes());
    }

    /** With an entry more. */
    static Path with(Path jar, String what, String entry, byte[] content) throws IOException {
        Path copy = beside(jar, what);
        try (ZipOutputStream out = copying(jar, copy, null, null)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content);
        }
        return copy;
    }

    /** With an entry of so many zeros, a thousandth of them in the file. */
    static Path bomb(Path jar, long bytes) throws IOException {
        Path copy = beside(jar, "bomb");
        byte[] zeros = new byte[BLOCK];
        try (ZipOutputStream out = copying(jar, copy, null, null)) {
            out.putNextEntry(new ZipEntry("zeros.bin"));
            for (long left = bytes; left > 0; left -= BLOCK) out.write(zeros, 0, (int) Math.min(left, BLOCK));
        }
        return copy;
    }

    /** With so many empty entries. */
    static Path crowded(Path jar, int entries) throws IOException {
        Path copy = beside(jar, "crowded");
        try (ZipOutputStream out = copying(jar, copy, null, null)) {
            for (int i = 0; i < entries; i++) out.putNextEntry(new ZipEntry("e/" + i));
        }
        return copy;
    }

    /** With the last byte of its first class changed; the checksums of the zip are right, those of a signature are not. */
    static Path tampered(Path jar) throws IOException {
        Path copy = beside(jar, "tampered");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            String first = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .findFirst()
                    .orElseThrow();
            byte[] code;
            try (InputStream in = zip.getInputStream(zip.getEntry(first))) {
                code = in.readAllBytes();
            }
            code[code.length - 1] ^= 1;
            copying(jar, copy, first, code).close();
        }
        return copy;
    }

    /** Compiled for a Java to come, whatever the manifest says. */
    static Path ofLaterJava(Path jar, int release) throws IOException {
        Path copy = jar;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            copy = beside(jar, "java-" + release);
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                    ZipEntry entry = all.nextElement();
                    byte[] content = zip.getInputStream(entry).readAllBytes();
                    if (entry.getName().endsWith(".class")) content[7] = (byte) (44 + release);
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(content);
                }
            }
        }
        return copy;
    }

    /** What is no jar at all. */
    static Path garbage(Path file) throws IOException {
        return Files.writeString(file, "This is not a jar, but a text of several words.\n".repeat(100));
    }

    private static ZipOutputStream copying(Path jar, Path copy, String replaced, byte[] by) throws IOException {
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(replaced)) out.write(by);
                else
                    try (InputStream in = zip.getInputStream(entry)) {
                        in.transferTo(out);
                    }
            }
            return out;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }
}
