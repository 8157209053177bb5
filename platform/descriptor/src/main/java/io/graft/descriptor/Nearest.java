package io.graft.descriptor;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the name that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known word with the fewest edits to get from one to the other, if those are few enough to be a slip. */
    public static Optional<String> to(String word, Collection<String> known) {
        String w = word.toLowerCase(Locale.ROOT);
        if (w.length() > 100) return Optional.empty();
        int limit = Math.max(1, (w.length() + 1) / 3);
        String best = null;
        int least = limit + 1;
        for (String k : known) {
            if (k.equals(word)) continue;
            int d = distance(w, k.toLowerCase(Locale.ROOT), limit);
            if (d >= 0 && d < least) {
                best = k;
                least = d;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b, int limit) {
        return new DamerauLevenshteinDistance(limit).apply(a, b);
    }

    /** {@code " Did you mean 'x'?"} or an empty string. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(k -> " Did you mean '" + k + "'?").orElse("");
    }
}
