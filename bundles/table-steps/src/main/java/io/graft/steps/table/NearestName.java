package io.graft.steps.table;

import java.util.List;

/** Finds the name that someone who mistyped a name may have meant. */
final class NearestName {
    private static final int MOST_LISTED = 30;

    private NearestName() {}

    /** {@code " Did you mean 'x'? There are: x, y."}, to follow a sentence. */
    static String hint(String wrong, List<String> names) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int d = name.equalsIgnoreCase(wrong) ? 0 : distance(wrong, name);
            if (d < least && d <= Math.max(1, name.length() / 3)) {
                least = d;
                best = name;
            }
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size())));
        String more = names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "";
        return (best == null ? "" : " Did you mean '" + best + "'?") + " There are: " + first + more + ".";
    }

    /** The number of characters to insert, delete or replace (Levenshtein, 1966). */
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
