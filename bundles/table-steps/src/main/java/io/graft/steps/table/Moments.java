package io.graft.steps.table;

import io.graft.api.table.TableRow;

/** Mean, deviation and bounds of a column of numbers, by the updates of Welford (1962) in float64. */
abstract class Moments implements Tally {
    long count;
    double mean;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    private double squares;

    @Override
    public final void see(TableRow row, int column) {
        double x = row.numbers()[column];
        if (Double.isNaN(x)) return;
        count++;
        double d = x - mean;
        mean += d / count;
        squares += d * (x - mean);
        least = Math.min(least, x);
        most = Math.max(most, x);
    }

    /** The deviation of the numbers seen: √(Σ (x − mean)² / n). */
    final double deviation() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }
}
