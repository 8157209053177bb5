package io.graft.reference;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;

/** Times calls as {@code measuring.py} does: warm-up for some seconds, then ten blocks that together last as long. */
final class Timing {
    private static final int BLOCKS = 10;
    private static final int KEPT = 1 << 16;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final double seconds;

    Timing(double seconds) {
        this.seconds = seconds;
    }

    /** Means of each block, and percentiles of the single calls; what a call made is freed after it. */
    Map<String, Object> of(IntConsumer call) {
        long warm = System.nanoTime() + (long) (seconds * 1e9);
        int n = 0;
        do run(call, n++);
        while (System.nanoTime() < warm);
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        double[] each = new double[KEPT];
        int calls = 0;
        for (int b = 0; b < BLOCKS; b++) {
            long used = PROCESS.getProcessCpuTime();
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * 1e9 / BLOCKS);
            long before = begin;
            int steps = 0;
            do {
                run(call, n++);
                long now = System.nanoTime();
                each[calls++ % KEPT] = (now - before) / 1e6;
                before = now;
                steps++;
            } while (before < end);
            wall.add((before - begin) / 1e6 / steps);
            cpu.add((PROCESS.getProcessCpuTime() - used) / 1e6 / steps);
        }
        double[] sorted = Arrays.copyOf(each, Math.min(calls, KEPT));
        Arrays.sort(sorted);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("cpu", cpu);
        found.put("wall", wall);
        found.put("p50", sorted[sorted.length / 2]);
        found.put("p99", sorted[(int) (sorted.length * 0.99)]);
        found.put("calls", calls);
        return found;
    }

    private static void run(IntConsumer call, int n) {
        try (PointerScope made = new PointerScope()) {
            call.accept(n);
        }
    }
}
