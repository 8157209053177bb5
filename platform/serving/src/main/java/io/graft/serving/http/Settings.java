package io.graft.serving.http;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be set about serving, by framework or system properties.
 *
 * @param maxBody the most bytes of one request, {@code graft.http.max.body}
 * @param timeout how long one request may take, {@code graft.http.timeout}; a request can ask for less
 * @param queueRows the most rows of one pipeline that wait or are computed, {@code graft.http.queue}
 * @param runners how many batches of one pipeline are computed at the same time, {@code graft.http.runners}
 * @param drainGrace how long requests are still let in when the server ends, {@code graft.drain.grace}
 * @param dev whether the server runs for development, {@code graft.dev}
 */
record Settings(int maxBody, Duration timeout, int queueRows, int runners, Duration drainGrace, boolean dev) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");

    static Settings of(UnaryOperator<String> property) {
        return new Settings(
                size(property, "graft.http.max.body", 64 << 20),
                time(property, "graft.http.timeout", 1, Duration.ofSeconds(30)),
                size(property, "graft.http.queue", 1024),
                size(
                        property,
                        "graft.http.runners",
                        Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
                time(property, "graft.drain.grace", 0, Duration.ofSeconds(5)),
                Boolean.parseBoolean(property.apply("graft.dev")));
    }

    private static int size(UnaryOperator<String> property, String name, int otherwise) {
        String text = property.apply(name);
        if (text == null || text.isBlank()) return otherwise;
        Matcher m = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (m.matches()) {
            long size = Long.parseLong(m.group(1))
                    << (m.group(2).equals("KB") ? 10 : m.group(2).equals("MB") ? 20 : 0);
            if (size > 0 && size <= 1 << 30) return (int) size;
        }
        throw new PipelineException(
                ErrorCode.BAD_SETTING, name, name + " is '" + text + "'; it can be 1 to 1024MB, e.g. 64MB.");
    }

    private static Duration time(UnaryOperator<String> property, String name, long least, Duration otherwise) {
        String text = property.apply(name);
        if (text == null || text.isBlank()) return otherwise;
        Matcher m = TIME.matcher(text.strip());
        if (m.matches() && Long.parseLong(m.group(1)) >= least)
            return Duration.ofMillis(Long.parseLong(m.group(1))
                    * (m.group(2).equals("ms") ? 1 : m.group(2).equals("s") ? 1000 : 60_000));
        throw new PipelineException(
                ErrorCode.BAD_SETTING, name, name + " is '" + text + "'; it can be e.g. 500ms, 30s or 2m.");
    }
}
