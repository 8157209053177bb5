package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Value;
import io.graft.pipeline.Augmentation;
import io.graft.pipeline.Input;
import io.graft.pipeline.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Prepared rows in primitive arrays: features, and what the loss compares with.
 *
 * <p><b>Threading.</b> Once {@link DatasetReader} has filled it, for one thread at a time.
 */
final class Dataset {
    private static final int MEASURED_BATCHES = 8;

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

    /** Each row before it is varied; empty when rows are prepared as a whole. */
    private final List<Input> kept = new ArrayList<>();

    private final Batch finished;
    private final int[] slots;

    /** The labels of each row, or null when a row has one or none. */
    LabelSequences sequences;

    Dataset(List<Value> features) {
        this.features = List.copyOf(features);
        columns = new Object[features.size()];
        widths = new int[features.size()];
        for (int i = 0; i < columns.length; i++) {
            Value v = features.get(i);
            widths[i] = v.shape().row().elements();
            columns[i] = v.type() == ElementType.INT ? new int[0] : new float[0];
        }
        finished = new Batch(this.features, 1);
        slots = new int[columns.length];
        for (int i = 0; i < slots.length; i++) slots[i] = i;
    }

    /** Adds a row that is varied in each epoch, before the numbers of the network are made of it. */
    void add(Input row, int label, float[] numbers) {
        room(numbers, false);
        kept.add(row);
        add(label, numbers);
    }

    /** Adds the first row of a batch whose slots are the features in order. */
    void add(Batch row, int label, float[] numbers) {
        room(numbers, true);
        for (int i = 0; i < columns.length; i++) {
            Object from = row.isInt(i) ? row.ints(i) : row.floats(i);
            System.arraycopy(from, 0, columns[i], rows * widths[i], widths[i]);
        }
        add(label, numbers);
    }

    private void add(int label, float[] numbers) {
        labels[rows] = label;
        if (numbers != null) System.arraycopy(numbers, 0, targets, rows * targetWidth, targetWidth);
        rows++;
    }

    private void room(float[] numbers, boolean prepared) {
        int capacity = labels.length;
        if (rows == capacity)
            grow(Math.max(1024, capacity + capacity / 2), numbers == null ? 0 : numbers.length, prepared);
    }

    private void grow(int capacity, int width, boolean prepared) {
        for (int i = 0; prepared && i < columns.length; i++) {
            int n = Math.multiplyExact(capacity, widths[i]);
            columns[i] = columns[i] instanceof int[] a ? Arrays.copyOf(a, n) : Arrays.copyOf((float[]) columns[i], n);
        }
        labels = Arrays.copyOf(labels, capacity);
        targetWidth = width;
        targets = Arrays.copyOf(targets, Math.multiplyExact(capacity, width));
    }

    /** How many batches all rows take. */
    long steps(int batch) {
        return (rows + batch - 1L) / batch;
    }

    /** Some batches of the first rows, for measuring. */
    List<Batch> first(Graph graph, int rowsEach, float[] weights, Optional<Augmentation> augmentation) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows && batches.size() < MEASURED_BATCHES; from += rowsEach) {
            Batch batch = batch(graph, rowsEach);
            vary(batch, null, from, Math.min(rowsEach, rows - from), weights, augmentation, 0);
            batches.add(batch);
        }
        return batches;
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
        copy(batch, order, from, n);
        compared(batch, order, from, n, weights);
    }

    /**
     * Copies rows into a batch as an epoch varies them.
     *
     * @param augmentation what varies them, if anything does
     */
    void vary(
            Batch batch,
            int[] order,
            int from,
            int n,
            float[] weights,
            Optional<Augmentation> augmentation,
            int epoch) {
        batch.rows(n);
        if (augmentation.isEmpty()) {
            fill(batch, order, from, n, weights);
            return;
        }
        Augmentation varying = augmentation.get();
        Value first = features.get(0);
        if (kept.isEmpty()) {
            copy(batch, order, from, n);
            int slot = batch.slot(first.name());
            if (slot >= 0 && first.type() == ElementType.FLOAT)
                for (int i = 0; i < n; i++)
                    varying.vary(batch.floats(slot), i * widths[0], first, epoch, row(order, from + i));
        } else
            for (int i = 0; i < n; i++) {
                int row = row(order, from + i);
                varying.finish(kept.get(row), finished, slots, epoch, row);
                for (int c = 0; c < columns.length; c++) copyFinished(batch, c, i);
            }
        compared(batch, order, from, n, weights);
        varying.mix(batch, first.name(), epoch, from);
    }

    private void copyFinished(Batch batch, int column, int row) {
        int slot = batch.slot(features.get(column).name());
        if (slot < 0) return; // no layer looks at it
        int w = widths[column];
        Object from = finished.isInt(column) ? finished.ints(column) : finished.floats(column);
        System.arraycopy(from, 0, batch.isInt(slot) ? batch.ints(slot) : batch.floats(slot), row * w, w);
    }

    private void copy(Batch batch, int[] order, int from, int n) {
        for (int c = 0; c < columns.length; c++) {
            int slot = batch.slot(features.get(c).name());
            if (slot < 0) continue; // no layer looks at it
            int w = widths[c];
            check(features.get(c).name(), w, batch.width(slot));
            Object to = batch.isInt(slot) ? batch.ints(slot) : batch.floats(slot);
            for (int i = 0; i < n; i++) System.arraycopy(columns[c], row(order, from + i) * w, to, i * w, w);
        }
    }

    private void compared(Batch batch, int[] order, int from, int n, float[] weights) {
        fillTargets(batch, order, from, n);
        float[] weight = batch.floats(Network.ROW_WEIGHT);
        for (int i = 0; i < n; i++) weight[i] = weights == null ? 1 : weights[labels[row(order, from + i)]];
    }

    private void fillTargets(Batch batch, int[] order, int from, int n) {
        int slot = batch.slot(Network.TARGET);
        if (sequences != null) {
            for (int i = 0; i < n; i++) sequences.fill(batch, slot, row(order, from + i), i);
            return;
        }
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
        if (sequences != null) sequences.renumber(newIndex);
        else for (int i = 0; i < rows; i++) labels[i] = newIndex[labels[i]];
    }

    static List<Value> values(List<io.graft.api.data.Feature> features) {
        List<Value> values = new ArrayList<>();
        features.forEach(
                f -> values.add(new Value(f.name(), f.type(), f.shape().prepend(io.graft.api.graph.Dim.BATCH))));
        return values;
    }
}
