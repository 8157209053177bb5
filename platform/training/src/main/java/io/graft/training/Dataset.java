package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Value;
import io.graft.pipeline.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prepared rows in primitive arrays: features, and what the loss compares with.
 *
 * <p><b>Threading.</b> Immutable once {@link DatasetReader} has filled it.
 */
final class Dataset {
    /** The features, then the arrays that hold them: row after row. */
    final List<Value> features;

    private final Object[] columns;
    private final int[] widths;

    /** The class of each row; empty when rows have numbers. */
    int[] labels = new int[0];

    /** The numbers of each row, {@link #targetWidth} each; empty when rows have classes only. */
    float[] targets = new float[0];

    int targetWidth;
    int rows;

    Dataset(List<Value> features) {
        this.features = List.copyOf(features);
        columns = new Object[features.size()];
        widths = new int[features.size()];
        for (int i = 0; i < columns.length; i++) {
            Value v = features.get(i);
            widths[i] = v.shape().row().elements();
            columns[i] = v.type() == ElementType.INT ? new int[0] : new float[0];
        }
    }

    /** Adds the first row of a batch whose slots are the features in order. */
    void add(Batch row, int label, float[] numbers) {
        int capacity = labels.length;
        if (rows == capacity) grow(Math.max(1024, capacity + capacity / 2), numbers == null ? 0 : numbers.length);
        for (int i = 0; i < columns.length; i++) {
            Object from = row.isInt(i) ? row.ints(i) : row.floats(i);
            System.arraycopy(from, 0, columns[i], rows * widths[i], widths[i]);
        }
        labels[rows] = label;
        if (numbers != null) System.arraycopy(numbers, 0, targets, rows * targetWidth, targetWidth);
        rows++;
    }

    private void grow(int capacity, int width) {
        for (int i = 0; i < columns.length; i++) {
            int n = Math.multiplyExact(capacity, widths[i]);
            columns[i] = columns[i] instanceof int[] a ? Arrays.copyOf(a, n) : Arrays.copyOf((float[]) columns[i], n);
        }
        labels = Arrays.copyOf(labels, capacity);
        targetWidth = width;
        targets = Arrays.copyOf(targets, Math.multiplyExact(capacity, width));
    }

    /** A batch for the inputs of a graph. */
    static Batch batch(Graph graph, int capacity) {
        return new Batch(graph.inputs(), capacity);
    }

    /**
     * Copies rows into a batch, with their targets and weights.
     *
     * @param order the rows' indices, or null for their own order
     * @param weights a weight for each class, or null for 1
     */
    void fill(Batch batch, int[] order, int from, int n, float[] weights) {
        batch.rows(n);
        for (int c = 0; c < columns.length; c++) {
            int slot = batch.slot(features.get(c).name());
            if (slot < 0) continue; // no layer looks at it
            int w = widths[c];
            check(features.get(c).name(), w, batch.width(slot));
            Object to = batch.isInt(slot) ? batch.ints(slot) : batch.floats(slot);
            for (int i = 0; i < n; i++) System.arraycopy(columns[c], row(order, from + i) * w, to, i * w, w);
        }
        fillTargets(batch, order, from, n);
        float[] weight = batch.floats(Network.ROW_WEIGHT);
        for (int i = 0; i < n; i++) weight[i] = weights == null ? 1 : weights[labels[row(order, from + i)]];
    }

    private void fillTargets(Batch batch, int[] order, int from, int n) {
        int slot = batch.slot(Network.TARGET);
        if (batch.isInt(slot)) {
            int[] to = batch.ints(slot);
            for (int i = 0; i < n; i++) to[i] = labels[row(order, from + i)];
            return;
        }
        float[] to = batch.floats(slot);
        int w = batch.width(slot);
        if (targetWidth > 0) {
            check("the target", targetWidth, w);
            for (int i = 0; i < n; i++) System.arraycopy(targets, row(order, from + i) * w, to, i * w, w);
            return;
        }
        Arrays.fill(to, 0, n * w, 0); // one-hot
        for (int i = 0; i < n; i++) to[i * w + labels[row(order, from + i)]] = 1;
    }

    private static void check(String what, int given, int taken) {
        if (given != taken)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    "",
                    "The rows have " + given + " numbers for " + what + ", but the network takes " + taken + ".");
    }

    private static int row(int[] order, int i) {
        return order == null ? i : order[i];
    }

    /** How often each class occurs. */
    int[] counts(int classes) {
        int[] counts = new int[classes];
        for (int i = 0; i < rows; i++) counts[labels[i]]++;
        return counts;
    }

    /** Gives each class another index. */
    void renumber(int[] newIndex) {
        for (int i = 0; i < rows; i++) labels[i] = newIndex[labels[i]];
    }

    static List<Value> values(List<io.graft.api.data.Feature> features) {
        List<Value> values = new ArrayList<>();
        features.forEach(
                f -> values.add(new Value(f.name(), f.type(), f.shape().prepend(io.graft.api.graph.Dim.BATCH))));
        return values;
    }
}
