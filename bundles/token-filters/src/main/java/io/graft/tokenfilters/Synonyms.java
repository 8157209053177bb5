package io.graft.tokenfilters;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects synonyms from settings and from files.
 *
 * <p>A line {@code a, b => c, d} says that a and b become c and d. A line {@code a, b, c} says that they mean the same:
 * each stands for
 * all of them when terms are kept beside their synonyms, else all become the first.
 */
final class Synonyms {
    private final Map<String, Set<String>> byTerm = new LinkedHashMap<>();
    private final boolean expand;

    Synonyms(boolean expand) {
        this.expand = expand;
    }

    /** Adds what one term becomes. */
    void add(String term, List<String> synonyms) {
        Set<String> all = byTerm.computeIfAbsent(term, t -> new LinkedHashSet<>());
        for (String s : synonyms) if (!expand || !s.equals(term)) all.add(s);
    }

    /** Adds what the lines of a file say. */
    void addLines(String file, String text) {
        int number = 0;
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        for (String line : content.lines().toList()) {
            number++;
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) continue;
            int arrow = entry.indexOf("=>");
            List<String> left = terms(arrow < 0 ? entry : entry.substring(0, arrow));
            List<String> right = arrow < 0 ? left : terms(entry.substring(arrow + 2));
            if (left.isEmpty()
                    || right.isEmpty()
                    || arrow < 0 && left.size() < 2
                    || entry.indexOf("=>", arrow + 2) >= 0 && arrow >= 0) {
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        file + ":" + number,
                        "Line " + number + " of the synonyms '" + file
                                + "' must read 'a, b => c' or 'a, b, c', and is '" + entry + "'.");
            }
            for (String term : left) add(term, arrow >= 0 || expand ? right : right.subList(0, 1));
        }
    }

    private static List<String> terms(String list) {
        List<String> terms = new ArrayList<>();
        for (String term : list.split("[,，]")) if (!term.isBlank()) terms.add(term.strip());
        return terms;
    }

    /** What each term becomes, in the order they were added. */
    Map<String, Set<String>> byTerm() {
        return byTerm;
    }
}
