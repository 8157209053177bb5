package io.graft.backend.dl4j;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * A declarable operator of libnd4j, run through a context that is kept.
 *
 * @param operator its name there
 * @param reads its inputs
 * @param writes its outputs
 * @param whole its whole-number arguments, which may depend on the rows
 * @param numbers its floating-point arguments
 * @param helped whether oneDNN's kernel for it may be used, where there is one
 */
record NativeCall(
        String operator, List<Tensor> reads, List<Tensor> writes, Whole whole, double[] numbers, boolean helped)
        implements Instruction {

    /** Whole-number arguments for a number of rows. */
    interface Whole {
        long[] of(int rows);
    }

    @Override
    public Step bind(Frame frame) {
        NativeOps ops = frame.ops();
        OpaqueContext context = ops.createGraphContext(1);
        for (int i = 0; i < reads.size(); i++)
            ops.setGraphContextInputArray(
                    context, i, frame.pointer(reads.get(i)), frame.shapeInfo(reads.get(i)), null, null);
        for (int i = 0; i < writes.size(); i++)
            ops.setGraphContextOutputArray(
                    context, i, frame.pointer(writes.get(i)), frame.shapeInfo(writes.get(i)), null, null);
        long[] wholeNumbers = whole.of(frame.rows());
        if (wholeNumbers.length > 0)
            try (LongPointer p = new LongPointer(wholeNumbers)) {
                ops.setGraphContextIArguments(context, p, wholeNumbers.length);
            }
        if (numbers.length > 0)
            try (DoublePointer p = new DoublePointer(numbers)) {
                ops.setGraphContextTArguments(context, p, numbers.length);
            }
        ops.ctxShapeFunctionOverride(context, true);
        ops.ctxAllowHelpers(context, helped);
        return new Kept(ops, OperatorTable.hash(ops, operator), context, operator);
    }

    private record Kept(NativeOps ops, long hash, OpaqueContext context, String operator) implements Step {
        @Override
        public void run() {
            if (ops.execCustomOp2(null, hash, (Pointer) context) != 0)
                throw new IllegalStateException("libnd4j's " + operator + " failed: " + ops.lastErrorMessage());
        }

        @Override
        public void close() {
            ops.deleteGraphContext(context);
        }
    }
}
