package io.graft.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What shows that a caller may operate the server: 256 random bits, of which only the SHA-256 is kept, in {@code token.json} of the data folder.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class Token {
    static final String FILE = "token.json";

    private static final String PREFIX = "graft_";

    private final byte[] hash;
    private final Optional<String> fresh;

    private Token(byte[] hash, Optional<String> fresh) {
        this.hash = hash;
        this.fresh = fresh;
    }

    /**
     * The token of a data folder; the first time, it is made.
     *
     * @throws IllegalStateException when the file is there and cannot be used; then nobody may get in by chance
     */
    static Token of(Path home) {
        Path file = home.resolve(FILE);
        try {
            if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> m
                    && m.get("sha256") instanceof String hex
                    && hex.matches("[0-9a-f]{64}"))
                return new Token(HexFormat.of().parseHex(hex), Optional.empty());
        } catch (NoSuchFileException e) {
            return make(home);
        } catch (IOException e) {
            throw new IllegalStateException(unusable(file) + " (" + e.getMessage() + ")", e);
        }
        throw new IllegalStateException(unusable(file));
    }

    private static String unusable(Path file) {
        return "The token file " + file
                + " cannot be used. Remove it and start again: a new token is made and printed.";
    }

    private static Token make(Path home) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        byte[] hash = sha256(token);
        try {
            Files.createDirectories(home);
            write(
                    home.resolve(FILE),
                    Json.write(Answer.map(
                            "sha256",
                            HexFormat.of().formatHex(hash),
                            "made",
                            Instant.now().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException("The token cannot be stored: " + e.getMessage(), e);
        }
        return new Token(hash, Optional.of(token));
    }

    /** Whole or not at all, for the owner only. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Path next = OwnerOnly.temporary(file);
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** The token itself, when this object made it. */
    Optional<String> fresh() {
        return fresh;
    }

    /** Whether this is the token; takes as long for a nearly right one as for any other. */
    boolean matches(String token) {
        return MessageDigest.isEqual(hash, sha256(token));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
