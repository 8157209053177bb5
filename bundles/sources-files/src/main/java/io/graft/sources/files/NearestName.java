package io.graft.sources.files;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that someone who mistyped a name may have meant. */
final class NearestName {
    private static final int MOST_LISTED = 20;

    private NearestName() {}

    /** The name at the least edit distance, when that is at most a third of its length. */
    static Optional<String> of(String wrong, Collection<String> names) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int d = name.equalsIgnoreCase(wrong) ? 0 : distance(wrong, name);
            if (d < least && d <= Math.max(1, name.length() / 3)) {
                least = d;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code " Did you mean 'x'? There are: x, y."}, to follow a sentence. */
    static String hint(String wrong, Collection<String> names) {
        if (names.isEmpty()) return "";
        String meant = of(wrong, names).map(n -> " Did you mean '" + n + "'?").orElse("");
        return meant + " There are: " + list(names) + ".";
    }

    /** The names with commas between them, the first ones when there are many. */
    static String list(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(MOST_LISTED).toList());
        return names.size() <= MOST_LISTED ? first : first + " and " + (names.size() - MOST_LISTED) + " more";
    }

    /** The number of characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int up = row[j];
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(up, row[j - 1]) + 1);
                diagonal = up;
            }
        }
        return row[b.length()];
    }
}
