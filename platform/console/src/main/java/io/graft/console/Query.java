package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The query of a call: every parameter is known, stands once and has a value of its type, or the call is refused. */
final class Query {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|min|h)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    private final Map<String, String> parameters = new LinkedHashMap<>();

    /**
     * Reads a query.
     *
     * @param written what stands after the question mark, or null
     * @param known the names of the parameters that the call has
     */
    Query(String written, Set<String> known) {
        if (written == null || written.isEmpty()) return;
        for (String pair : written.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name))
                throw bad(
                        name,
                        "This call has no parameter '" + name + "'."
                                + Names.hint(name, known)
                                + (known.isEmpty()
                                        ? " It has none."
                                        : " It has: " + String.join(", ", new TreeSet<>(known)) + "."));
            if (parameters.put(name, decode(equals < 0 ? "" : pair.substring(equals + 1))) != null)
                throw bad(name, "The parameter '" + name + "' stands there twice; write it once.");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("", "The query cannot be read: a '%' must be followed by two hexadecimal digits.");
        }
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(t -> !t.isEmpty());
    }

    /** {@code true} or {@code false}; the name alone is true. */
    boolean flag(String name, boolean otherwise) {
        String value = parameters.get(name);
        if (value == null) return otherwise;
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw bad(name, "'" + name + "' must be true or false, but is '" + value + "'.");
        };
    }

    double number(String name, double otherwise) {
        String value = parameters.get(name);
        if (value == null) return otherwise;
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException e) {
            // told below
        }
        throw bad(name, "'" + name + "' must be a number, e.g. " + otherwise + ", but is '" + value + "'.");
    }

    long whole(String name, long otherwise) {
        String value = parameters.get(name);
        if (value == null) return otherwise;
        if (!value.matches("\\d{1,12}"))
            throw bad(name, "'" + name + "' must be a whole number from 0, but is '" + value + "'.");
        return Long.parseLong(value);
    }

    /** The version of a model. */
    OptionalInt version(String name) {
        String value = parameters.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(version(name, value));
    }

    static int version(String name, String value) {
        if (!value.matches("[1-9]\\d{0,8}"))
            throw bad(
                    name,
                    "'" + name + "' must be the version of a model, a whole number from 1, but is '" + value + "'.");
        return Integer.parseInt(value);
    }

    Duration duration(String name, Duration otherwise) {
        String value = parameters.get(name);
        if (value == null) return otherwise;
        Matcher m = DURATION.matcher(value);
        Duration duration = m.matches()
                ? Duration.ofMillis(Long.parseLong(m.group(1)) * MILLIS.get(m.group(2)))
                : value.equals("0") ? Duration.ZERO : null;
        if (duration == null || duration.compareTo(Duration.ofDays(1)) > 0)
            throw bad(
                    name,
                    "'" + name + "' must be a length of time of at most a day, e.g. 500ms, 30s or 2m, but is '" + value
                            + "'.");
        return duration;
    }

    private static PipelineException bad(String at, String sentence) {
        return new PipelineException(ErrorCode.BAD_CALL, at, sentence);
    }
}
