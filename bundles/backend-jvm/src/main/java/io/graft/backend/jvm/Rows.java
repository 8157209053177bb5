package io.graft.backend.jvm;

/** Arithmetic on stretches of arrays that begin anywhere. Every implementation gives the same bits. */
interface Rows {
    /** y += alpha · x, each element in one rounding where the processor can. */
    void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo);

    /**
     * The greatest of some rows, element by element.
     *
     * @param n the elements, a multiple of {@link #WHOLE}
     * @param xo where the rows are counted from
     * @param offsets where each begins
     * @param count how many there are, one at least
     * @param which gets the number of the first row that has the greatest, or is null
     */
    void greatest(int n, float[] x, int xo, int[] offsets, int count, float[] best, int bo, float[] which, int wo);

    /**
     * Copies stretches one after another; up to {@link #WHOLE} elements behind each may be overwritten.
     *
     * @param count how many
     * @param n the elements of each
     * @param xs how far apart they are
     * @param ys how far apart they will be
     */
    void copy(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys);

    /** Adds stretches one after another. */
    void add(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys);

    /**
     * y += Σ wₖ xₖ, each element in the order of k, each term in one rounding where the processor can.
     *
     * @param first the first of the weights and offsets that are meant
     * @param count how many are
     * @param offsets where each xₖ begins, from xo on
     */
    void weigh(int n, int first, int count, float[] weights, int[] offsets, float[] x, int xo, float[] y, int yo);

    /** A number of elements that every vector divides. */
    int WHOLE = 16;
}
