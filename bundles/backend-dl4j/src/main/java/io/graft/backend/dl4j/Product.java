package io.graft.backend.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Matrix products over the last two axes, by BLAS: {@code output = alpha · op(a) · op(b) (+ output)}.
 *
 * <p>Axes before the last two are a batch of products; a side that has 1 there, or lacks the axis, takes part in all of them.
 *
 * @param accumulate whether the output's numbers are added to
 */
record Product(Tensor a, boolean transA, Tensor b, boolean transB, Tensor output, float alpha, boolean accumulate)
        implements Instruction {

    @Override
    public List<Tensor> reads() {
        return accumulate ? List.of(a, b, output) : List.of(a, b);
    }

    @Override
    public List<Tensor> writes() {
        return List.of(output);
    }

    @Override
    public Step bind(Frame frame) {
        int[] sa = Sizes.of(a.shape, frame.rows());
        int[] sb = Sizes.of(b.shape, frame.rows());
        int[] so = Sizes.of(output.shape, frame.rows());
        int m = so[so.length - 2];
        int n = so[so.length - 1];
        int k = sa[sa.length - (transA ? 2 : 1)];
        int lda = transA ? m : k;
        int ldb = transB ? k : n;
        float beta = accumulate ? 1 : 0;
        Engine engine = frame.engine();
        int batches = 1;
        for (int i = 0; i < so.length - 2; i++) batches *= so[i];
        if (batches == 0 || m == 0 || n == 0) return () -> {};
        List<Step> steps = new ArrayList<>(batches);
        for (int i = 0; i < batches; i++) {
            FloatPointer pa = frame.floats(a, (long) m * k * member(i, so, sa));
            FloatPointer pb = frame.floats(b, (long) k * n * member(i, so, sb));
            FloatPointer po = frame.floats(output, (long) m * n * i);
            if (m == 1 && !transA)
                steps.add(() -> engine.gemv(!transB, transB ? n : k, transB ? k : n, alpha, pb, pa, beta, po));
            else steps.add(() -> engine.gemm(transA, transB, m, n, k, alpha, pa, lda, pb, ldb, beta, po, n));
        }
        if (steps.size() == 1) return steps.get(0);
        Step[] all = steps.toArray(Step[]::new);
        return () -> {
            for (Step s : all) s.run();
        };
    }

    /** Which matrix of a side belongs to the i-th of the output. */
    private static int member(int i, int[] out, int[] side) {
        int index = 0;
        int stride = 1;
        int rest = i;
        for (int axis = 3; axis <= out.length; axis++) {
            int size = out[out.length - axis];
            int at = rest % size;
            rest /= size;
            if (axis > side.length) continue;
            int own = side[side.length - axis];
            if (own > 1) index += at * stride;
            stride *= own;
        }
        return index;
    }
}
