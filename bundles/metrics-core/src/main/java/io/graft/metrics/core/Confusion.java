package io.graft.metrics.core;

import java.util.List;

/** How often each class was taken for each: counts of true class × predicted class. For one thread. */
final class Confusion {
    private final List<String> classes;
    private final long[][] counts;
    private long rows;

    Confusion(List<String> classes) {
        this.classes = List.copyOf(classes);
        counts = new long[classes.size()][classes.size()];
    }

    void add(float[] scores, int offset, int width, int label) {
        counts[label][Predictions.best(scores, offset, width)]++;
        rows++;
    }

    List<String> classes() {
        return classes;
    }

    long rows() {
        return rows;
    }

    long count(int label, int predicted) {
        return counts[label][predicted];
    }

    /** How often the class was predicted rightly. */
    long hits(int c) {
        return counts[c][c];
    }

    /** How often the class was true. */
    long support(int c) {
        long n = 0;
        for (long k : counts[c]) n += k;
        return n;
    }

    /** How often the class was predicted. */
    long predicted(int c) {
        long n = 0;
        for (long[] row : counts) n += row[c];
        return n;
    }

    /** The share of rows predicted rightly; NaN without rows. */
    double accuracy() {
        long hits = 0;
        for (int c = 0; c < counts.length; c++) hits += hits(c);
        return rows == 0 ? Double.NaN : (double) hits / rows;
    }
}
