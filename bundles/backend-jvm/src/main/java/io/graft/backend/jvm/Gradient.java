package io.graft.backend.jvm;

/**
 * Where the gradient of a variable is after the backward pass: in a tensor, in a table's rows, or nowhere when the loss does not depend on it.
 *
 * @param variable the variable
 * @param dense the tensor, or null
 * @param table the table, or null
 */
record Gradient(Variable variable, Tensor dense, LazyTable table) {

    int size() {
        return variable.values().length;
    }

    double squares() {
        if (table != null) return table.squares();
        if (dense == null) return 0;
        double sum = 0;
        float[] g = dense.floats();
        for (int i = 0; i < size(); i++) sum += (double) g[i] * g[i];
        return sum;
    }

    void scale(float factor) {
        if (table != null) table.scale(factor);
        else if (dense != null) {
            float[] g = dense.floats();
            int n = size();
            for (int i = 0; i < n; i++) g[i] *= factor;
        }
    }

    void bound(float most) {
        if (table != null) table.bound(most);
        else if (dense != null) {
            float[] g = dense.floats();
            int n = size();
            for (int i = 0; i < n; i++) g[i] = Math.max(-most, Math.min(most, g[i]));
        }
    }

    void clear() {
        if (table != null) table.clear();
    }
}
