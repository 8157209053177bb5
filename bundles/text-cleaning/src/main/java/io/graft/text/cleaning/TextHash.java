package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of the SHA-256 of a text. For one thread. */
final class TextHash {
    private final boolean ignoreCase;
    private final MessageDigest digest;
    private byte[] bytes = new byte[512];
    private long high;
    private long low;

    TextHash(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Hashes a text; without regard to case as {@link String#equalsIgnoreCase} compares. */
    void of(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        if (bytes.length < 2 * n) bytes = new byte[Math.max(2 * n, 2 * bytes.length)];
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (ignoreCase) c = Character.toLowerCase(Character.toUpperCase(c));
            bytes[2 * i] = (byte) (c >> 8);
            bytes[2 * i + 1] = (byte) c;
        }
        digest.update(bytes, 0, 2 * n);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        high = hash.getLong();
        low = hash.getLong();
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
