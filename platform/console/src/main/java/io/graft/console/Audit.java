package io.graft.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;

/**
 * Who changed what: a JSON line for each change in {@code audit.log} of the data folder.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class Audit {
    private static final System.Logger LOG = System.getLogger("io.graft.console");

    private final Path file;

    Audit(Path home) {
        file = home.resolve("audit.log");
    }

    /**
     * Writes a line.
     *
     * @param who {@code token} or {@code dev}
     * @param what the method and the path with its query
     * @param from the address that the call came from
     * @param answer what came of it
     */
    synchronized void write(String who, String what, String from, Answer answer) {
        Map<String, Object> line = Answer.map("time", Instant.now().toString(), "who", who, "what", what, "from", from);
        line.put("status", answer.status());
        if (answer.body() instanceof Map<?, ?> body) {
            Object sentence = body.get(answer.status() < 400 ? "sentence" : "error");
            if (sentence != null) line.put("outcome", sentence);
            if (answer.status() >= 400) line.put("code", body.get("code"));
            if (answer.status() == 202) line.put("outcome", "accepted as " + body.get("id"));
        }
        byte[] json = Json.write(line);
        byte[] bytes = java.util.Arrays.copyOf(json, json.length + 1);
        bytes[json.length] = '\n';
        try {
            OwnerOnly.create(file);
            Files.write(file, bytes, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The audit log cannot be written; this line is missing in it: " + line,
                    e);
        }
    }
}
