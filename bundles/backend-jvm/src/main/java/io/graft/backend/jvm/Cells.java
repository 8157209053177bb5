package io.graft.backend.jvm;

/** One step of a recurrent row, gates side by side. Every implementation gives the same bits. */
interface Cells {

    /**
     * A step of an LSTM: c' = f · c + i · g, h = o · tanh(c').
     *
     * @param n the units
     * @param a the sums of the gates i, o, f, g, each of n numbers; becomes the gates
     * @param bias added to the sums
     * @param before c
     * @param after becomes c'
     * @param bent becomes tanh(c')
     */
    void lstm(
            int n,
            float[] a,
            int ao,
            float[] bias,
            float[] before,
            int bo,
            float[] after,
            int co,
            float[] bent,
            int to,
            float[] h,
            int ho);

    /**
     * The same backwards.
     *
     * @param a the gates; becomes the gradient of their sums
     * @param before c
     * @param bent tanh(c')
     * @param dh the gradient of h; becomes 0
     * @param dc the gradient of c' but for what comes by way of h; becomes that of c
     */
    void lstmSlope(
            int n,
            float[] a,
            int ao,
            float[] before,
            int bo,
            float[] bent,
            int to,
            float[] dh,
            int dho,
            float[] dc,
            int dco);
}
