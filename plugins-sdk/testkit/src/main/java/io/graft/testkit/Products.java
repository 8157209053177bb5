package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** Matrix products. */
final class Products {
    private Products() {}

    static void register(Kernels kernels) {
        kernels.put("MatMul", c -> matMul(c.in(0), c.in(1)));
        kernels.put("Gemm", Products::gemm);
    }

    /** Over the last two axes; the axes before them are broadcast. */
    private static Tensor matMul(Tensor a, Tensor b) {
        int rows = a.size(-2);
        int inner = a.size(-1);
        int columns = b.size(-1);
        int[] outerA = Arrays.copyOf(a.shape(), a.rank() - 2);
        int[] outerB = Arrays.copyOf(b.shape(), b.rank() - 2);
        int[] outer = Elementwise.broadcast(outerA, outerB);
        int[] shape = Arrays.copyOf(outer, outer.length + 2);
        shape[outer.length] = rows;
        shape[outer.length + 1] = columns;
        Tensor numbersA = numbered(outerA);
        Tensor numbersB = numbered(outerB);
        double[] y = new double[Tensor.elements(shape)];
        for (int m = 0; m < Tensor.elements(outer); m++) {
            int fromA = (int) numbersA.broadcastAt(outer, m) * rows * inner;
            int fromB = (int) numbersB.broadcastAt(outer, m) * inner * columns;
            for (int r = 0; r < rows; r++)
                for (int k = 0; k < columns; k++) {
                    double sum = 0;
                    for (int i = 0; i < inner; i++)
                        sum += a.data()[fromA + r * inner + i] * b.data()[fromB + i * columns + k];
                    y[(m * rows + r) * columns + k] = sum;
                }
        }
        return Tensor.of(shape, y);
    }

    /** A tensor whose elements are their own positions. */
    private static Tensor numbered(int[] shape) {
        double[] n = new double[Tensor.elements(shape)];
        for (int i = 0; i < n.length; i++) n[i] = i;
        return Tensor.of(shape, n);
    }

    /** alpha · A' · B' + beta · C. */
    private static Tensor gemm(Call c) {
        boolean ta = c.operator().integer("transA", 0) == 1;
        boolean tb = c.operator().integer("transB", 0) == 1;
        double alpha = c.operator().number("alpha", 1);
        double beta = c.operator().number("beta", 1);
        Tensor a = c.in(0);
        Tensor b = c.in(1);
        int rows = a.size(ta ? 1 : 0);
        int inner = a.size(ta ? 0 : 1);
        int columns = b.size(tb ? 0 : 1);
        int[] shape = {rows, columns};
        double[] y = new double[rows * columns];
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < columns; k++) {
                double sum = 0;
                for (int i = 0; i < inner; i++)
                    sum += a.data()[ta ? i * rows + r : r * inner + i] * b.data()[tb ? k * inner + i : i * columns + k];
                int at = r * columns + k;
                y[at] = alpha * sum + (c.in(2) != null ? beta * c.in(2).broadcastAt(shape, at) : 0);
            }
        return Tensor.of(shape, y);
    }
}
