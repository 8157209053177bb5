package io.graft.backend.dl4j;

import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOps;

/** Where a plan's tensors lie, and how large they are for one number of rows. */
final class Frame {
    private final Engine engine;
    private final Map<Tensor, Long> addresses;
    private final int rows;

    Frame(Engine engine, Map<Tensor, Long> addresses, int rows) {
        this.engine = engine;
        this.addresses = addresses;
        this.rows = rows;
    }

    Engine engine() {
        return engine;
    }

    NativeOps ops() {
        return engine.ops();
    }

    int rows() {
        return rows;
    }

    int elements(Tensor t) {
        return Sizes.elements(t.shape, rows);
    }

    private long address(Tensor t) {
        Tensor root = t.root;
        if (root.variable != null) return root.variable.address();
        Long a = addresses.get(root);
        if (a == null) throw new IllegalStateException("a tensor of shape " + t.shape + " has no memory");
        return a;
    }

    Pointer pointer(Tensor t) {
        return new NativeMemory.At(address(t));
    }

    FloatPointer floats(Tensor t) {
        return new FloatPointer(pointer(t));
    }

    /** The floats from an element on. */
    FloatPointer floats(Tensor t, long element) {
        return new FloatPointer(new NativeMemory.At(address(t) + 4 * element));
    }

    IntPointer ints(Tensor t) {
        return new IntPointer(pointer(t));
    }

    /** libnd4j's description of the tensor's type and shape. */
    Pointer shapeInfo(Tensor t) {
        return Shapes.info(engine.ops(), t.type, Sizes.of(t.shape, rows));
    }
}
