package io.graft.sources.files;

import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a row its text or its numbers stand, and where its label.
 *
 * @param text the column or field of the text
 * @param features the columns or fields of the numbers
 * @param label the column or field of the label
 */
record Fields(Optional<String> text, List<String> features, Optional<String> label) {
    private static final Pattern RANGE = Pattern.compile("(?s)(.+?)\\.\\.(.+)");
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*?)(\\d{1,9})");
    private static final int MOST_FEATURES = 1_000_000;

    /** Checks that there is a text or there are numbers. */
    Fields {
        features = List.copyOf(features);
        if (text.isPresent() == !features.isEmpty()) {
            throw new IllegalArgumentException(
                    text.isPresent()
                            ? "give 'text' or 'features', not both"
                            : "say where the row's content is: give 'text' or 'features'");
        }
        if (text.isPresent() && text.get().isBlank()) throw new IllegalArgumentException("'text' is empty");
        if (label.isPresent() && label.get().isBlank())
            throw new IllegalArgumentException("'label' is empty; leave it out when rows have no label");
        if (features.stream().anyMatch(String::isBlank))
            throw new IllegalArgumentException("'features' holds an empty name");
    }

    /** What rows of so many numbers are. */
    static DataType tensors(int numbers) {
        return new DataType.Tensors(List.of(Feature.floats("features", numbers)));
    }

    /** The two ends of {@code first..last}. */
    record Span(String first, String last) {}

    /** The ends of a range, when it is one. */
    static Optional<Span> span(String feature) {
        Matcher m = RANGE.matcher(feature.strip());
        return m.matches() ? Optional.of(new Span(m.group(1).strip(), m.group(2).strip())) : Optional.empty();
    }

    /** The names in {@code f0..f99} or {@code 0..99}; empty when the ends are not one name with two numbers. */
    static List<String> numbered(Span span) {
        Matcher first = NUMBERED.matcher(span.first());
        Matcher last = NUMBERED.matcher(span.last());
        if (!first.matches() || !last.matches() || !first.group(1).equals(last.group(1))) return List.of();
        int from = Integer.parseInt(first.group(2));
        int to = Integer.parseInt(last.group(2));
        if (to < from)
            throw new IllegalArgumentException("the range '" + span.first() + ".." + span.last() + "' runs backwards");
        if (to - from >= MOST_FEATURES)
            throw new IllegalArgumentException("the range '" + span.first() + ".." + span.last() + "' is too long");
        int digits = first.group(2).startsWith("0") ? first.group(2).length() : 1;
        List<String> names = new ArrayList<>();
        for (int i = from; i <= to; i++) names.add(first.group(1) + String.format("%0" + digits + "d", i));
        return names;
    }
}
