package io.graft.vectorizers;

import io.graft.api.text.Tokens;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often each term was seen. For one thread. */
final class TermCounts {
    private final TermTable terms = new TermTable();
    private int[] counts = new int[64];
    private int[] lastRow = new int[64];
    private int rows;

    /** Counts every token of a row. */
    void countTokens(Tokens tokens) {
        char[] chars = tokens.buffer();
        for (int i = 0; i < tokens.size(); i++) count(terms.findOrAdd(chars, tokens.termStart(i), tokens.termEnd(i)));
    }

    /** Counts every term of a row once. */
    void countRow(Tokens tokens) {
        rows++;
        char[] chars = tokens.buffer();
        for (int i = 0; i < tokens.size(); i++) {
            int term = terms.findOrAdd(chars, tokens.termStart(i), tokens.termEnd(i));
            if (term == lastRow.length) lastRow = Arrays.copyOf(lastRow, 2 * term);
            if (lastRow[term] == rows) continue;
            lastRow[term] = rows;
            count(term);
        }
    }

    private void count(int term) {
        if (term == counts.length) counts = Arrays.copyOf(counts, 2 * term);
        if (counts[term] < Integer.MAX_VALUE) counts[term]++;
    }

    /** The number of rows seen by {@link #countRow}. */
    int rows() {
        return rows;
    }

    /** The most frequent terms, those of the same frequency in the order of their characters. */
    List<Counted> most(int size, int minFrequency) {
        return IntStream.range(0, terms.size())
                .filter(i -> counts[i] >= minFrequency)
                .mapToObj(i -> new Counted(terms.term(i), counts[i]))
                .sorted(Comparator.comparingInt(Counted::count).reversed().thenComparing(Counted::term))
                .limit(size)
                .collect(Collectors.toList());
    }

    /** A term and how often it was seen. */
    record Counted(String term, int count) {}
}
