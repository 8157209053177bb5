package io.graft.steps.table;

import io.graft.api.table.TableRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value of a column stands in it. */
abstract class Counts implements Tally {
    private final Map<String, Long> counts = new HashMap<>();

    @Override
    public final void see(TableRow row, int column) {
        String value = value(row, column);
        if (value != null) counts.merge(value, 1L, Long::sum);
    }

    /** A cell as a word: whole numbers without a fraction; null when it is missing. */
    static String value(TableRow row, int column) {
        if (!row.type().columns().get(column).number()) return row.words()[column];
        float x = row.numbers()[column];
        if (Float.isNaN(x)) return null;
        return x == (long) x ? Long.toString((long) x) : Float.toString(x);
    }

    /** The most frequent ones; of equally frequent ones the first of the alphabet. */
    final List<String> most(int n) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(n)
                .map(Map.Entry::getKey)
                .toList();
    }
}
