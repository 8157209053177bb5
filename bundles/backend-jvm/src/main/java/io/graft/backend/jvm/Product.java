package io.graft.backend.jvm;

/**
 * Matrix products of row-major matrices: C = op(A) · op(B), or C += op(A) · op(B).
 *
 * <p>Each element is summed in the order of the inner axis, in one rounding a term where the processor can. So every implementation, and
 * every way of cutting a product into pieces, gives the same bits.
 *
 * <p><b>Threading.</b> For one thread at a time.
 */
interface Product {

    /**
     * Multiplies.
     *
     * @param ta whether A is stored transposed, [k, m]
     * @param tb whether B is stored transposed, [n, k]
     * @param m the rows of C
     * @param n the columns of C
     * @param k the inner size
     * @param ao where A begins
     * @param lda how far apart rows of A, as stored, are
     * @param add whether C is added to
     */
    void multiply(
            boolean ta,
            boolean tb,
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int lda,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add);
}
