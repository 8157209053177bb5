package io.graft.api.data;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Named primitive arrays with room for a number of rows, used again from step to step.
 *
 * <p>Row {@code r} of a tensor lies at {@code r * width(slot)}. Tensors without a batch axis have one row. Slots are looked up once, by name; the hot path uses their numbers.
 *
 * <p><b>Threading.</b> For one thread at a time.
 */
public final class Batch {
    private final List<String> names = new ArrayList<>();
    private final Object[] arrays;
    private final int[] widths;
    private final int capacity;
    private int rows;

    /**
     * Room for tensors.
     *
     * @param values what it holds: FLOAT or INT, all sizes but the first known
     * @param capacity the most rows
     */
    public Batch(Collection<Value> values, int capacity) {
        this.capacity = capacity;
        arrays = new Object[values.size()];
        widths = new int[values.size()];
        int i = 0;
        for (Value v : values) {
            names.add(v.name());
            boolean batched = v.shape().rank() > 0 && !v.shape().dim(0).known();
            Shape row = batched ? v.shape().row() : v.shape();
            widths[i] = row.elements();
            int n = Math.multiplyExact(widths[i], batched ? capacity : 1);
            arrays[i++] = v.type() == ElementType.INT ? new int[n] : new float[n];
        }
    }

    /** Room for some outputs of a graph, named as the graph names its outputs. */
    public static Batch outputs(Graph graph, Collection<String> outputs, int capacity) {
        List<Value> values = outputs.stream()
                .map(n -> {
                    Value v = graph.output(n);
                    return new Value(n, v.type(), v.shape());
                })
                .toList();
        return new Batch(values, capacity);
    }

    /** The number of rows in it. */
    public int rows() {
        return rows;
    }

    /** Says how many rows are in it. */
    public void rows(int n) {
        if (n < 0 || n > capacity) throw new IllegalArgumentException(n + " rows do not fit into " + capacity);
        rows = n;
    }

    /** The most rows. */
    public int capacity() {
        return capacity;
    }

    /** The names of its tensors, by slot. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** The slot of a tensor, or -1. */
    public int slot(String name) {
        return names.indexOf(name);
    }

    /** The number of elements of one row of a tensor. */
    public int width(int slot) {
        return widths[slot];
    }

    /** The array of a FLOAT tensor. */
    public float[] floats(int slot) {
        return (float[]) arrays[slot];
    }

    /** The array of an INT tensor. */
    public int[] ints(int slot) {
        return (int[]) arrays[slot];
    }

    /** Whether the tensor is INT. */
    public boolean isInt(int slot) {
        return arrays[slot] instanceof int[];
    }

    /** The array of a FLOAT tensor, by name. */
    public float[] floats(String name) {
        return floats(required(name));
    }

    /** The array of an INT tensor, by name. */
    public int[] ints(String name) {
        return ints(required(name));
    }

    private int required(String name) {
        int slot = slot(name);
        if (slot < 0) throw new IllegalArgumentException("the batch has no '" + name + "', only " + names);
        return slot;
    }
}
