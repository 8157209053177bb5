package io.graft.backend.dl4j;

import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * An element-wise function of libnd4j that is no declarable operator there.
 *
 * @param function the function
 * @param input what it takes
 * @param output what it gives, of the same shape
 */
record Transform(Function function, Tensor input, Tensor output) implements Instruction {

    /** The functions, with their numbers in {@code loops/legacy_ops.h}. */
    enum Function {
        ABS(Group.SAME, 0),
        SIGN(Group.SAME, 1),
        NEG(Group.SAME, 3),
        RECIPROCAL(Group.SAME, 11),
        SQRT(Group.FLOAT, 1),
        EXP(Group.STRICT, 23),
        LOG(Group.STRICT, 24),
        LOG1P(Group.STRICT, 44),
        EXPM1(Group.STRICT, 51);

        private final Group group;
        private final int number;

        Function(Group group, int number) {
            this.group = group;
            this.number = number;
        }

        private enum Group {
            SAME,
            FLOAT,
            STRICT
        }
    }

    @Override
    public List<Tensor> reads() {
        return List.of(input);
    }

    @Override
    public List<Tensor> writes() {
        return List.of(output);
    }

    @Override
    public Step bind(Frame frame) {
        NativeOps ops = frame.ops();
        int type = Shapes.type(input.type);
        int n = frame.elements(input);
        OpaqueDataBuffer from = ops.dbCreateExternalDataBuffer(n, type, frame.pointer(input), null);
        OpaqueDataBuffer to = ops.dbCreateExternalDataBuffer(n, type, frame.pointer(output), null);
        LongPointer shape = new LongPointer(frame.shapeInfo(input));
        return new Kept(ops, function, from, to, shape);
    }

    private record Kept(NativeOps ops, Function function, OpaqueDataBuffer from, OpaqueDataBuffer to, LongPointer shape)
            implements Step {
        @Override
        public void run() {
            switch (function.group) {
                case SAME -> ops.execTransformSame(null, function.number, from, shape, null, to, shape, null, null);
                case FLOAT -> ops.execTransformFloat(null, function.number, from, shape, null, to, shape, null, null);
                case STRICT -> ops.execTransformStrict(null, function.number, from, shape, null, to, shape, null, null);
            }
            if (ops.lastErrorCode() != 0)
                throw new IllegalStateException("libnd4j's " + function + " failed: " + ops.lastErrorMessage());
        }

        @Override
        public void close() {
            ops.deleteDataBuffer(from);
            ops.deleteDataBuffer(to);
        }
    }
}
