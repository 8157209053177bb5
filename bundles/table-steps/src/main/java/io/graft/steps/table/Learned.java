package io.graft.steps.table;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learned of each column.
 *
 * <p>As text: a line for each column, its name and its values with tabs between them; tabs, line breaks and backslashes are written \t, \n, \r, \\.
 */
final class Learned {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    void put(String column, List<String> learned) {
        values.put(column, learned);
    }

    /** What was learned of a column. */
    List<String> of(String column) {
        List<String> learned = values.get(column);
        if (learned != null) return learned;
        throw new PipelineException(
                ErrorCode.BAD_MODEL,
                "",
                "Nothing was learned of the column '" + column + "'. There are: " + String.join(", ", values.keySet())
                        + ". Train again.");
    }

    static float[] floats(List<String> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) floats[i] = Float.parseFloat(values.get(i));
        return floats;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((column, learned) -> {
            text.append(escape(column));
            for (String v : learned) text.append('\t').append(escape(v));
            text.append('\n');
        });
        return text.toString();
    }

    /** Reads what the platform kept. */
    static Learned of(Context context) {
        Learned learned = new Learned();
        String text = context.state().orElseThrow();
        for (String line : text.split("\n")) {
            if (line.isEmpty()) continue;
            List<String> cells = new ArrayList<>();
            for (String cell : line.split("\t", -1)) cells.add(unescape(cell));
            learned.put(cells.get(0), List.copyOf(cells.subList(1, cells.size())));
        }
        return learned;
    }

    private static String escape(String s) {
        return s.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String s) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 1 < s.length()) {
                char next = s.charAt(++i);
                c = next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next;
            }
            out.append(c);
        }
        return out.toString();
    }
}
