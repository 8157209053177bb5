package io.graft.sources.files;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The positions of the columns that are used.
 *
 * @param text the column of the text, or -1
 * @param features the columns of the numbers
 * @param label the column of the label, or -1
 * @param names what each column is called in messages, by position; may be shorter than the table is wide
 */
record CsvColumns(int text, int[] features, int label, List<String> names) {

    /**
     * Finds them.
     *
     * @param header the first line, or null when the table has none
     */
    static CsvColumns of(Fields fields, List<String> header, TextFile file) {
        Finder finder = new Finder(header, file);
        int text = fields.text().map(finder::find).orElse(-1);
        int label = fields.label().map(finder::find).orElse(-1);
        int[] features = fields.features().stream()
                .flatMap(f -> finder.all(f).stream())
                .mapToInt(i -> i)
                .toArray();
        for (int f : features) {
            if (f == label) {
                throw new PipelineException(
                        ErrorCode.BAD_SETTING,
                        file.name(),
                        "The column of the label is also one of the features; leave it out of 'features'.");
            }
        }
        return new CsvColumns(text, features, label, header == null ? List.of() : List.copyOf(header));
    }

    /** The least number of columns a row must have. */
    int width() {
        int most = Math.max(text, label);
        for (int f : features) most = Math.max(most, f);
        return most + 1;
    }

    /** For each column, whether it is used. */
    boolean[] wanted() {
        boolean[] wanted = new boolean[width()];
        if (text >= 0) wanted[text] = true;
        if (label >= 0) wanted[label] = true;
        for (int f : features) wanted[f] = true;
        return wanted;
    }

    /** The name of a column, or its position. */
    String name(int column) {
        return column < names.size() ? names.get(column) : Integer.toString(column);
    }

    @Override
    public String toString() {
        return "text " + text + ", features " + Arrays.toString(features) + ", label " + label;
    }

    private record Finder(List<String> header, TextFile file) {

        List<Integer> all(String feature) {
            Fields.Span span = Fields.span(feature).orElse(null);
            if (span == null || header != null && header.contains(feature.strip())) return List.of(find(feature));
            List<Integer> found = new ArrayList<>();
            for (String name : Fields.numbered(span)) found.add(find(name));
            if (!found.isEmpty()) return found;
            int first = find(span.first());
            int last = find(span.last());
            if (last < first)
                throw setting("The range '" + feature + "' runs backwards: '" + span.last() + "' stands before '"
                        + span.first() + "'.");
            for (int i = first; i <= last; i++) found.add(i);
            return found;
        }

        int find(String column) {
            String name = column.strip();
            if (header != null) {
                int at = header.indexOf(name);
                if (at >= 0 && at != header.lastIndexOf(name)) {
                    throw setting("'" + file.name() + "' has two columns named '" + name
                            + "'; write the position of the one you mean, counted from 0.");
                }
                if (at >= 0) return at;
            }
            if (!name.isEmpty() && name.length() < 7 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                int at = Integer.parseInt(name);
                if (header != null && at >= header.size()) {
                    throw setting("'" + file.name() + "' has no column " + at + ", only 0 to " + (header.size() - 1)
                            + ": " + NearestName.list(header) + ".");
                }
                return at;
            }
            if (header == null) {
                throw setting("'" + file.name() + "' has no header, so '" + name
                        + "' names no column; write its position, counted from 0, or set 'header' to true.");
            }
            String tabs = header.size() == 1 && header.get(0).indexOf('\t') >= 0
                    ? " Its first line holds tabs: use 'tsv', or set 'delimiter'."
                    : "";
            throw setting(
                    "'" + file.name() + "' has no column '" + name + "'." + NearestName.hint(name, header) + tabs);
        }

        private PipelineException setting(String sentence) {
            return new PipelineException(ErrorCode.BAD_DATA, file.name(), sentence);
        }
    }
}
