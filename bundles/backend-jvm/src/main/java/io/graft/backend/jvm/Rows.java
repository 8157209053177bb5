package io.graft.backend.jvm;

/** Arithmetic on stretches of arrays that begin anywhere. Every implementation gives the same bits. */
interface Rows {
    /** y += alpha · x, each element in one rounding where the processor can. */
    void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo);
}
