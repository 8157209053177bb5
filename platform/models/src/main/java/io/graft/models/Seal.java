package io.graft.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The comment of the zip, and so the last bytes of the file: {@code graft-crc32c:} and the CRC-32C of every byte before it.
 *
 * <p>The checksums in {@code model.json} cover what the entries hold; the seal covers the rest: the headers of the zip, and
 * {@code model.json} itself.
 */
final class Seal {
    private static final String PREFIX = "graft-crc32c:";
    /** How long a seal is, in bytes. */
    static final int LENGTH = PREFIX.length() + 8;

    /** What stands in its place until the rest of the file is known. */
    static final String BLANK = PREFIX + "00000000";

    private Seal() {}

    /** Replaces the blank at the end of a file. */
    static void set(RandomAccessFile file) throws IOException {
        long end = file.length() - LENGTH;
        file.seek(0);
        byte[] buffer = new byte[1 << 16];
        CRC32C crc = new CRC32C();
        for (long left = end; left > 0; ) {
            int n = (int) Math.min(left, buffer.length);
            file.readFully(buffer, 0, n);
            crc.update(buffer, 0, n);
            left -= n;
        }
        file.seek(end);
        file.write(text(crc).getBytes(StandardCharsets.US_ASCII));
    }

    /** Compares. */
    static void check(Path file) throws IOException {
        long left = Files.size(file) - LENGTH;
        CRC32C crc = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) throw new Damage("the file became shorter while it was read");
                crc.update(buffer, 0, n);
                left -= n;
            }
            String seal = new String(in.readNBytes(LENGTH + 1), StandardCharsets.ISO_8859_1);
            if (!seal.startsWith(PREFIX))
                throw new Damage("it does not end with a seal: it is cut short, or was not written by Graft");
            if (!seal.equals(text(crc)))
                throw new Damage("its checksum is wrong: some bytes have changed since it was written");
        }
    }

    private static String text(CRC32C crc) {
        return PREFIX + HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
