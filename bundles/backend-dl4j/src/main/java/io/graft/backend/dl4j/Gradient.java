package io.graft.backend.dl4j;

/**
 * The gradient of a trainable variable, after the backward part of a plan has run.
 *
 * @param variable whose
 * @param dense what came through native kernels, or null
 * @param rows what came through lookups, or null
 */
record Gradient(Variable variable, Host dense, RowGradient rows) {

    /** All of it in one array, which the next step fills anew. */
    float[] gather(float[] none) {
        if (dense == null) return rows == null ? none : rows.values();
        float[] sum = dense.floats();
        if (rows != null) {
            float[] more = rows.values();
            for (int i = 0; i < sum.length; i++) sum[i] += more[i];
        }
        return sum;
    }

    private boolean sparse() {
        return dense == null && rows != null;
    }

    /** The sum of squares of what {@link #gather} gave. */
    double squares(float[] gathered) {
        if (sparse()) return rows.squares();
        double sum = 0;
        for (float g : gathered) sum += (double) g * g;
        return sum;
    }

    void scale(float[] gathered, float factor) {
        if (sparse()) rows.scale(factor);
        else for (int i = 0; i < gathered.length; i++) gathered[i] *= factor;
    }

    void bound(float[] gathered, float most) {
        if (sparse()) rows.bound(most);
        else for (int i = 0; i < gathered.length; i++) gathered[i] = Math.max(-most, Math.min(most, gathered[i]));
    }

    /** Makes it ready for the next step. */
    void clear() {
        if (rows != null) rows.clear();
    }
}
