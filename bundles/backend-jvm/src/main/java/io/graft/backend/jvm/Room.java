package io.graft.backend.jvm;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Whether the heap has room for a plan, asked before its arrays are made.
 *
 * @param free the bytes that are free, without garbage if possible
 */
record Room(LongSupplier free) {
    /** Arrays need somewhat more than their elements, and the rest of the program something too. */
    private static final double SPARE = 1.1;

    /** That of this JVM. */
    static Room ofHeap() {
        return new Room(Room::freeNow);
    }

    private static long freeNow() {
        Runtime r = Runtime.getRuntime();
        return r.maxMemory() - r.totalMemory() + r.freeMemory();
    }

    /**
     * Throws if there is not enough.
     *
     * @param bytes what batches of so many rows need
     * @param rows the most rows of a batch
     * @param at where the rows are given
     */
    void require(IntToLongFunction bytes, int rows, String at) {
        long need = bytes(bytes, rows);
        if (fits(need)) return;
        System.gc();
        if (!fits(need)) throw tooLittle(bytes, rows, at);
    }

    private boolean fits(long need) {
        return need < Long.MAX_VALUE && need * SPARE <= free.getAsLong();
    }

    private static long bytes(IntToLongFunction bytes, int rows) {
        try {
            return bytes.applyAsLong(rows);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What is wrong, and the largest batch that would fit. */
    PipelineException tooLittle(IntToLongFunction bytes, int rows, String at) {
        int fits = 0;
        int tooMany = rows;
        while (tooMany - fits > 1) {
            int middle = fits + (tooMany - fits) / 2;
            if (fits(bytes(bytes, middle))) fits = middle;
            else tooMany = middle;
        }
        long need = bytes(bytes, rows);
        String size = need == Long.MAX_VALUE ? "arrays longer than Java has" : megabytes(need) + " MB of memory";
        String way = fits == 0
                ? "not even one row fits; give Java more memory (-Xmx) or make the network smaller."
                : "batches of up to " + fits + " rows fit, or give Java more memory (-Xmx).";
        return new PipelineException(
                ErrorCode.RESOURCE,
                at,
                "The backend jvm needs " + size + " to compute batches of " + rows + " rows, but "
                        + megabytes(free.getAsLong()) + " MB of Java's heap are free; " + way);
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }
}
