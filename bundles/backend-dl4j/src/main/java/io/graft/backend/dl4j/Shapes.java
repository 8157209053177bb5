package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOps;

/** Shapes as libnd4j describes them; it keeps one description of each, for ever. */
final class Shapes {
    private Shapes() {}

    /** The number of a type in libnd4j ({@code array/DataType.h}). */
    static int type(ElementType type) {
        return switch (type) {
            case BOOL -> 1;
            case FLOAT -> 5;
            case INT -> 9;
        };
    }

    /** A dense tensor, row by row. */
    static Pointer info(NativeOps ops, ElementType type, int[] sizes) {
        int rank = sizes.length;
        try (LongPointer shape = new LongPointer(Math.max(1, rank));
                LongPointer strides = new LongPointer(Math.max(1, rank))) {
            long stride = 1;
            for (int i = rank - 1; i >= 0; i--) {
                shape.put(i, sizes[i]);
                strides.put(i, stride);
                stride *= sizes[i];
            }
            return ops.getConstantShapeBufferPrimary(ops.shapeBuffer(rank, shape, strides, type(type), 'c', 1, false));
        }
    }
}
