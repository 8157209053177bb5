package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Between the Java heap and native memory.
 *
 * @param host the array on the heap
 * @param tensor the native side
 * @param up whether from the heap to native memory
 */
record Copy(Host host, Tensor tensor, boolean up) implements Instruction {

    @Override
    public List<Tensor> reads() {
        return up ? List.of() : List.of(tensor);
    }

    @Override
    public List<Tensor> writes() {
        return up ? List.of(tensor) : List.of();
    }

    @Override
    public Step bind(Frame frame) {
        int n = frame.elements(tensor);
        if (tensor.type == ElementType.INT) {
            IntPointer p = frame.ints(tensor);
            return up ? () -> p.put(host.ints(), 0, n) : () -> p.get(host.ints(), 0, n);
        }
        FloatPointer p = frame.floats(tensor);
        return up ? () -> p.put(host.floats(), 0, n) : () -> p.get(host.floats(), 0, n);
    }
}
