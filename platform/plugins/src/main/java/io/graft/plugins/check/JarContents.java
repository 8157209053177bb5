package io.graft.plugins.check;

import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Reads every byte of a jar once, and of the jars in it, without writing any of it down. */
final class JarContents {
    static final long MOST_BYTES = 1L << 30;
    /** Nothing that belongs into a plug-in shrinks like this; a bomb does, a thousandfold. */
    static final int MOST_RATIO = 200;

    private static final long HARMLESS = 16L << 20;
    private static final int MOST_DEPTH = 2;
    private static final int MOST_CLASS_HEADER = 8;
    private static final int MAGIC = 0xcafebabe;
    private static final String VERSIONS = "META-INF/versions/";

    private final byte[] buffer = new byte[1 << 16];
    private final int release;
    private long total;
    private int newest;
    private String newestClass = "";

    /** @param release the release of the Java that would run it */
    JarContents(int release) {
        this.release = release;
    }

    /** The newest release that a class was compiled for; 0 when there is no class. */
    int newest() {
        return newest;
    }

    /** The class that was compiled for the newest release. */
    String newestClass() {
        return newestClass;
    }

    /** Reads all of it; the number of its entries. */
    int read(Path file) throws RejectedJar, IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            names(entries);
            for (ZipEntry entry : entries) if (!entry.isDirectory()) read(zip, entry);
            return entries.size();
        } catch (ZipException e) {
            throw new RejectedJar("whole", "It is damaged: " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) { // a name that is no text
            throw new RejectedJar("whole", "It is damaged: a name in it cannot be read.");
        }
    }

    private static void names(List<? extends ZipEntry> entries) throws RejectedJar {
        Set<String> seen = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (!seen.add(name))
                throw new RejectedJar(
                        "whole", "It holds '" + shown(name) + "' twice; which one counts cannot be told.");
            leaves(name);
        }
    }

    private static void leaves(String name) throws RejectedJar {
        boolean drive = name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
        boolean up = List.of(name.split("/", -1)).contains("..");
        if (name.startsWith("/") || drive || up || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0)
            throw new RejectedJar(
                    "whole", "The name '" + shown(name) + "' in it would lead out of the plug-in's own folder.");
    }

    private void read(ZipFile zip, ZipEntry entry) throws RejectedJar, IOException {
        CRC32 crc = new CRC32();
        String name = entry.getName();
        try (InputStream in = zip.getInputStream(entry)) {
            if (in == null) throw new RejectedJar("whole", "It is damaged: '" + shown(name) + "' cannot be read.");
            Counted counted = new Counted(in, crc, name, entry.getCompressedSize());
            content(counted, name, 0);
            drain(counted);
            boolean whole = counted.count == entry.getSize() && crc.getValue() == entry.getCrc();
            if (!whole)
                throw new RejectedJar("whole", "It is damaged: the checksum of '" + shown(name) + "' is wrong.");
        } catch (BombException e) {
            throw new RejectedJar("whole", e.getMessage());
        } catch (IOException e) {
            throw new RejectedJar(
                    "whole", "It is damaged: '" + shown(name) + "' cannot be read (" + e.getMessage() + ").");
        }
    }

    private void content(InputStream in, String name, int depth) throws IOException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".class")) classFile(in, name);
        else if (lower.endsWith(".jar") || lower.endsWith(".zip")) {
            if (depth >= MOST_DEPTH)
                throw new BombException(
                        "It holds archives within archives, deeper than any plug-in needs: '" + shown(name) + "'.");
            archive(in, depth);
        }
    }

    /** A jar within the jar. One that is no zip is a file like any other. */
    private void archive(InputStream in, int depth) throws IOException {
        ZipInputStream inner = new ZipInputStream(in);
        try {
            for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
                Counted counted = new Counted(inner, null, entry.getName(), -1);
                content(counted, entry.getName(), depth + 1);
                drain(counted);
            }
        } catch (ZipException | IllegalArgumentException e) {
            // whoever opens it will say so
        }
    }

    private void classFile(InputStream in, String name) throws IOException {
        String simple = name.substring(name.lastIndexOf('/') + 1);
        if (simple.equals("module-info.class") || forLater(name)) return;
        byte[] head = in.readNBytes(MOST_CLASS_HEADER);
        if (head.length < MOST_CLASS_HEADER) return;
        DataInputStream data = new DataInputStream(new java.io.ByteArrayInputStream(head));
        if (data.readInt() != MAGIC) return;
        data.readUnsignedShort();
        int major = data.readUnsignedShort();
        if (major - 44 > newest) {
            newest = major - 44;
            newestClass = name.substring(0, name.length() - ".class".length()).replace('/', '.');
        }
    }

    /** Whether a class of a multi-release jar is for a newer Java than this: this one never looks at it. */
    private boolean forLater(String name) {
        if (!name.startsWith(VERSIONS)) return false;
        int slash = name.indexOf('/', VERSIONS.length());
        try {
            return slash > 0 && Integer.parseInt(name.substring(VERSIONS.length(), slash)) > release;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void drain(InputStream in) throws IOException {
        int n;
        do n = in.read(buffer);
        while (n >= 0);
    }

    static String shown(String name) {
        String visible = name.replaceAll("\\p{Cntrl}", "?");
        return visible.length() > 120 ? visible.substring(0, 117) + "..." : visible;
    }

    /** It grows beyond all measure. */
    private static final class BombException extends IOException {
        private static final long serialVersionUID = 1;

        BombException(String sentence) {
            super(sentence);
        }
    }

    /** Counts what comes out against the limits. Does not close what it reads. */
    private final class Counted extends FilterInputStream {
        private final CRC32 crc;
        private final String name;
        private final long packed;
        private long count;

        Counted(InputStream in, CRC32 crc, String name, long packed) {
            super(in);
            this.crc = crc;
            this.name = name;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            if (n <= 0) return n;
            if (crc != null) crc.update(into, offset, n);
            count += n;
            total += n;
            if (total > MOST_BYTES)
                throw new BombException(
                        "Unpacked it is larger than " + (MOST_BYTES >> 30) + " GiB; no plug-in is let in that large.");
            if (packed >= 0 && count > HARMLESS && count / MOST_RATIO > packed)
                throw new BombException("'" + shown(name) + "' unpacks to more than " + MOST_RATIO
                        + " times its size; it looks like a zip bomb.");
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long left = n;
            while (left > 0) {
                int got = read(buffer, 0, (int) Math.min(left, buffer.length));
                if (got < 0) break;
                left -= got;
            }
            return n - left;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            // whoever opened it closes it
        }
    }
}
