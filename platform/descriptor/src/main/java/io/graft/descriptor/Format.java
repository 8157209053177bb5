package io.graft.descriptor;

import java.util.Locale;
import java.util.Optional;

/** The ways to write a descriptor; the file's extension tells which. */
public enum Format {
    /** {@code .yaml} or {@code .yml}. */
    YAML,
    /** {@code .json}. */
    JSON,
    /** {@code .xml}. */
    XML,
    /** {@code .properties}. */
    PROPERTIES;

    /** The format that belongs to a file's name. */
    public static Optional<Format> of(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "yaml", "yml" -> Optional.of(YAML);
            case "json" -> Optional.of(JSON);
            case "xml" -> Optional.of(XML);
            case "properties" -> Optional.of(PROPERTIES);
            default -> Optional.empty();
        };
    }
}
