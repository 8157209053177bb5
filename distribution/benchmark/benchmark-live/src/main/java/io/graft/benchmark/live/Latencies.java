package io.graft.benchmark.live;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long requests took. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long each) {
        if (count == nanos.length) nanos = Arrays.copyOf(nanos, 2 * count);
        nanos[count++] = each;
    }

    synchronized void addAll(Latencies other) {
        for (int i = 0; i < other.count; i++) add(other.nanos[i]);
    }

    synchronized int count() {
        return count;
    }

    /** A quantile, in milliseconds. */
    synchronized double quantile(double q) {
        if (count == 0) return Double.NaN;
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.floor(q * count))] / 1e6;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", count());
        json.put("p50", quantile(0.5));
        json.put("p99", quantile(0.99));
        json.put("max", quantile(1));
        return json;
    }
}
