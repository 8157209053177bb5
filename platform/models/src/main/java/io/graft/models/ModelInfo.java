package io.graft.models;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a list of models shows about one of them.
 *
 * @param pipeline the name of the pipeline
 * @param version its version; 0 for a file that was never in a store
 * @param created when the run made it; of a damaged file, when the file was last written
 * @param metrics what the evaluation gave, as JSON values; empty for a damaged file
 * @param backend the backend that computed it; empty for a damaged file
 * @param bytes the length of the file
 * @param file the file
 * @param damage one sentence that says why the file cannot be used, or empty when it can
 */
public record ModelInfo(
        String pipeline,
        int version,
        Instant created,
        Map<String, Object> metrics,
        String backend,
        long bytes,
        Path file,
        Optional<String> damage) {

    /** Copies. */
    public ModelInfo {
        Objects.requireNonNull(pipeline);
        Objects.requireNonNull(created);
        Objects.requireNonNull(backend);
        Objects.requireNonNull(file);
        Objects.requireNonNull(damage);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
