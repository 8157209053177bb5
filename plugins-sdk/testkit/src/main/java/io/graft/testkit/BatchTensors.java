package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Batches as the reference sees them. */
final class BatchTensors {
    private BatchTensors() {}

    /** The rows of a batch: those of these values that it holds. */
    static Map<String, Tensor> of(Collection<Value> values, Batch batch) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Value v : values) {
            int slot = batch.slot(v.name());
            if (slot < 0) continue;
            int[] shape = shape(v.shape(), batch.rows());
            tensors.put(
                    v.name(),
                    batch.isInt(slot) ? Tensor.of(shape, batch.ints(slot)) : Tensor.of(shape, batch.floats(slot)));
        }
        return tensors;
    }

    /** A shape when every named axis has this size. */
    static int[] shape(Shape shape, int rows) {
        return shape.dims().stream().mapToInt(d -> d.known() ? d.size() : rows).toArray();
    }

    /** Writes a tensor into a slot of a batch. */
    static void write(Tensor from, Batch to, int slot) {
        for (int i = 0; i < from.elements(); i++)
            if (to.isInt(slot)) to.ints(slot)[i] = (int) from.data()[i];
            else to.floats(slot)[i] = (float) from.data()[i];
    }
}
