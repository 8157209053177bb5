package io.graft.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured on this machine: {@code cache/backends.json}. It is no part of a backup, as another machine is another matter; without
 * it backends are measured anew. A file that cannot be read counts as none.
 *
 * <p><b>Threading.</b> Thread-safe. Of two processes that write at once, one may have to measure again.
 */
final class RememberedChoices {
    private static final System.Logger LOG = System.getLogger(RememberedChoices.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;
    private static final int MOST = 500;

    private final Optional<Path> file;
    private final Map<String, Object> here = new LinkedHashMap<>();

    /**
     * Those in a file.
     *
     * @param file empty to remember for as long as this lives only
     */
    RememberedChoices(Optional<Path> file) {
        this.file = file;
    }

    /**
     * What was measured.
     *
     * @param measured the chosen one first
     * @param compared whether all that can were looked at, rather than one because there was little to do
     * @param passedOver why others could not
     */
    record Choice(List<BackendChoice.Measured> measured, boolean compared, List<String> passedOver) {
        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("time", Instant.now().toString());
            json.put("compared", compared);
            json.put(
                    "measured",
                    measured.stream().map(BackendChoice.Measured::json).toList());
            json.put("passedOver", passedOver);
            return json;
        }

        private static Choice of(Map<?, ?> json) {
            List<BackendChoice.Measured> measured = ((List<?>) json.get("measured"))
                    .stream().map(m -> BackendChoice.Measured.of((Map<?, ?>) m)).toList();
            if (measured.isEmpty()) throw new IllegalArgumentException("nothing was measured");
            return new Choice(
                    measured,
                    (Boolean) json.get("compared"),
                    ((List<?>) json.get("passedOver"))
                            .stream().map(String.class::cast).toList());
        }
    }

    /** What is remembered for a network and a machine. */
    synchronized Optional<Choice> find(String key) {
        try {
            return Optional.ofNullable((Map<?, ?>) all().get(key)).map(Choice::of);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            damaged();
            return Optional.empty();
        }
    }

    /** Remembers it, and forgets the oldest of too many; when it cannot be written, that is only logged. */
    synchronized void put(String key, Choice choice) {
        Map<String, Object> all = all();
        all.remove(key);
        all.put(key, choice.json());
        while (all.size() > MOST) all.remove(all.keySet().iterator().next());
        if (file.isPresent()) write(file.get(), all);
    }

    private Map<String, Object> all() {
        if (file.isEmpty()) return here;
        Map<String, Object> all = new LinkedHashMap<>();
        try {
            Map<?, ?> json = JSON.readValue(file.get().toFile(), Map.class);
            if (json.get("format") instanceof Integer i && i == FORMAT)
                ((Map<?, ?>) json.get("choices")).forEach((key, choice) -> all.put((String) key, choice));
        } catch (IOException | ClassCastException | NullPointerException e) {
            if (Files.exists(file.get())) damaged();
        }
        return all;
    }

    private void damaged() {
        LOG.log(System.Logger.Level.WARNING, "{0} is damaged: backends are measured anew.", file.orElseThrow());
    }

    private static void write(Path file, Map<String, Object> all) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("choices", all);
        try {
            Files.createDirectories(file.getParent());
            Path temporary = Files.createTempFile(file.getParent(), "backends", ".tmp");
            try {
                Files.write(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
        }
    }
}
