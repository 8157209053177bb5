package io.graft.backend.dl4j.cpu;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A dense array in double precision, for the reference that kernels are compared with. Plain loops over indices, nothing clever.
 *
 * @param shape the sizes of the axes
 * @param data the elements, row by row
 */
record Numbers(int[] shape, double[] data) {

    static Numbers zeros(int... shape) {
        return new Numbers(shape, new double[size(shape)]);
    }

    static int size(int... shape) {
        int n = 1;
        for (int s : shape) n *= s;
        return n;
    }

    Numbers reshape(int... to) {
        return new Numbers(to, data);
    }

    /** The index along each axis of the element at a position. */
    static int[] index(int position, int[] shape) {
        int[] index = new int[shape.length];
        for (int i = shape.length - 1, rest = position; i >= 0; i--) {
            index[i] = rest % shape[i];
            rest /= shape[i];
        }
        return index;
    }

    /** The position of an index in an array that may be broadcast to it. */
    static int position(int[] index, int[] shape) {
        int position = 0;
        for (int i = 0; i < shape.length; i++) {
            int at = index[index.length - shape.length + i];
            position = position * shape[i] + (shape[i] == 1 ? 0 : at);
        }
        return position;
    }

    Numbers map(DoubleUnaryOperator f) {
        return new Numbers(shape, Arrays.stream(data).map(f).toArray());
    }

    static int[] broadcast(int[] a, int[] b) {
        int[] out = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= out.length; i++)
            out[out.length - i] = Math.max(i <= a.length ? a[a.length - i] : 1, i <= b.length ? b[b.length - i] : 1);
        return out;
    }

    static Numbers zip(Numbers a, Numbers b, DoubleBinaryOperator f) {
        Numbers out = zeros(broadcast(a.shape, b.shape));
        for (int p = 0; p < out.data.length; p++) {
            int[] i = index(p, out.shape);
            out.data[p] = f.applyAsDouble(a.data[position(i, a.shape)], b.data[position(i, b.shape)]);
        }
        return out;
    }

    Numbers expand(int... to) {
        return zip(this, zeros(to), (x, zero) -> x);
    }

    /** Folds some axes, which stay as 1. */
    Numbers fold(boolean[] axes, double start, DoubleBinaryOperator f) {
        int[] kept = shape.clone();
        for (int i = 0; i < kept.length; i++) if (axes[i]) kept[i] = 1;
        Numbers out = zeros(kept);
        Arrays.fill(out.data, start);
        for (int p = 0; p < data.length; p++) {
            int q = position(index(p, shape), kept);
            out.data[q] = f.applyAsDouble(out.data[q], data[p]);
        }
        return out;
    }

    Numbers sum(boolean... axes) {
        return fold(axes, 0, Double::sum);
    }

    Numbers mean(boolean... axes) {
        Numbers sum = sum(axes);
        double n = (double) data.length / sum.data.length;
        return sum.map(s -> s / n);
    }

    Numbers transpose(int... perm) {
        int[] to = new int[shape.length];
        for (int i = 0; i < to.length; i++) to[i] = shape[perm[i]];
        Numbers out = zeros(to);
        for (int p = 0; p < out.data.length; p++) {
            int[] i = index(p, to);
            int[] from = new int[i.length];
            for (int k = 0; k < i.length; k++) from[perm[k]] = i[k];
            out.data[p] = data[position(from, shape)];
        }
        return out;
    }

    static Numbers matMul(Numbers a, Numbers b) {
        int m = a.shape[a.shape.length - 2];
        int k = a.shape[a.shape.length - 1];
        int n = b.shape[b.shape.length - 1];
        int[] batch = broadcast(Arrays.copyOf(a.shape, a.shape.length - 2), Arrays.copyOf(b.shape, b.shape.length - 2));
        int[] to = Arrays.copyOf(batch, batch.length + 2);
        to[batch.length] = m;
        to[batch.length + 1] = n;
        Numbers out = zeros(to);
        for (int p = 0; p < out.data.length; p++) {
            int[] i = index(p, to);
            int[] left = i.clone();
            int[] right = i.clone();
            for (int q = 0; q < k; q++) {
                left[to.length - 1] = q;
                right[to.length - 2] = q;
                out.data[p] += a.data[position(left, a.shape)] * b.data[position(right, b.shape)];
            }
        }
        return out;
    }
}
