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

    /** A right side laid out for many products. Belongs to the implementation that packed it last. */
    final class Packed {
        float[] numbers = {};
        int n;
        int k;

        float[] room(int size) {
            if (numbers.length < size) numbers = new float[size];
            return numbers;
        }
    }

    /**
     * Lays B out for many products with few rows each.
     *
     * @param tb whether B is stored transposed, [n, k]
     */
    void pack(boolean tb, int n, int k, float[] b, int bo, int ldb, Packed into);

    /** What a member of a crew multiplies with; what one packs, all can use. */
    default Product of(int member) {
        return this;
    }

    /** Multiplies by what was packed. */
    void multiply(boolean ta, int m, float[] a, int ao, int lda, Packed b, float[] c, int co, int ldc, boolean add);
}
