package io.graft.backend.jvm;

/** Large products cut into rows or columns, one part a thread. The bits are those of one thread. */
final class CrewProduct implements Product {
    /** Multiplications that are worth a thread. */
    private static final long WORTH = 1 << 19;

    private final Crew crew;
    private final Product[] products;

    /**
     * Over a product for each thread.
     *
     * @param products the caller's first
     */
    CrewProduct(Crew crew, Product[] products) {
        this.crew = crew;
        this.products = products;
    }

    private static int least(int count, long each) {
        return (int) Math.min(count, Math.max(16, WORTH / Math.max(1, each)));
    }

    @Override
    public void multiply(
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
            boolean add) {
        if (m >= n)
            crew.each(
                    m,
                    least(m, (long) n * k),
                    (who, from, to) -> products[who].multiply(
                            ta,
                            tb,
                            to - from,
                            n,
                            k,
                            a,
                            ao + (ta ? from : from * lda),
                            lda,
                            b,
                            bo,
                            ldb,
                            c,
                            co + from * ldc,
                            ldc,
                            add));
        else
            crew.each(
                    n,
                    least(n, (long) m * k),
                    (who, from, to) -> products[who].multiply(
                            ta,
                            tb,
                            m,
                            to - from,
                            k,
                            a,
                            ao,
                            lda,
                            b,
                            bo + (tb ? from * ldb : from),
                            ldb,
                            c,
                            co + from,
                            ldc,
                            add));
    }

    @Override
    public Product of(int member) {
        return products[member];
    }

    @Override
    public void pack(boolean tb, int n, int k, float[] b, int bo, int ldb, Packed into) {
        products[0].pack(tb, n, k, b, bo, ldb, into);
    }

    @Override
    public void multiply(
            boolean ta, int m, float[] a, int ao, int lda, Packed b, float[] c, int co, int ldc, boolean add) {
        products[0].multiply(ta, m, a, ao, lda, b, c, co, ldc, add);
    }
}
