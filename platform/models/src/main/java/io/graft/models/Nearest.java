package io.graft.models;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant, by edit distance. */
final class Nearest {
    private Nearest() {}

    static Optional<String> to(String name, Collection<String> names) {
        int most = Math.max(2, name.length() / 3);
        return names.stream()
                .filter(n -> distance(name, n) <= most)
                .min(Comparator.comparingInt(n -> distance(name, n)));
    }

    /** Insertions, deletions and replacements that lead from one to the other (Levenshtein, 1966). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
