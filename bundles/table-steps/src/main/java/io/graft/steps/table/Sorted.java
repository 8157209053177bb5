package io.graft.steps.table;

import io.graft.api.table.TableRow;
import java.util.Arrays;

/** All numbers of a column, four bytes each, for what needs their order. */
abstract class Sorted implements Tally {
    private float[] numbers = new float[64];
    private int count;

    @Override
    public final void see(TableRow row, int column) {
        float x = row.numbers()[column];
        if (Float.isNaN(x)) return;
        if (count == numbers.length) numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, count));
        numbers[count++] = x;
    }

    /** Sorts them. */
    final float[] sorted() {
        float[] sorted = Arrays.copyOf(numbers, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The number below which a share of them lies; between two numbers as numpy.quantile does by default. */
    static float quantile(float[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return (float) (sorted[low] + (at - low) * ((double) sorted[high] - sorted[low]));
    }
}
