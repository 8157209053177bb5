package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** Operators that look elements up by their index. */
final class Lookups {
    private Lookups() {}

    static void register(Kernels kernels) {
        kernels.put("Gather", Lookups::gather);
        kernels.put("OneHot", Lookups::oneHot);
        kernels.put("EmbeddingBag", Lookups::embeddingBag);
    }

    /** The indices take the place of one axis of the data; each must be from 0 to below its size. */
    private static Tensor gather(Call c) {
        Tensor data = c.in(0);
        Tensor indices = c.in(1);
        int axis = Reductions.axis(c.operator().integer("axis", 0), data.rank());
        int[] shape = new int[data.rank() - 1 + indices.rank()];
        for (int i = 0; i < axis; i++) shape[i] = data.size(i);
        for (int i = 0; i < indices.rank(); i++) shape[axis + i] = indices.size(i);
        for (int i = axis + 1; i < data.rank(); i++) shape[i - 1 + indices.rank()] = data.size(i);
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            int[] from = new int[data.rank()];
            System.arraycopy(at, 0, from, 0, axis);
            from[axis] = index(
                    indices.data()[
                            Tensor.position(indices.shape(), Arrays.copyOfRange(at, axis, axis + indices.rank()))],
                    data.size(axis));
            for (int k = axis + 1; k < data.rank(); k++) from[k] = at[k - 1 + indices.rank()];
            y[i] = data.data()[Tensor.position(data.shape(), from)];
        }
        return Tensor.of(shape, y);
    }

    static int index(double id, int size) {
        int i = (int) id;
        if (i < 0 || i >= size) throw new IllegalArgumentException("index " + i + " is not from 0 to below " + size);
        return i;
    }

    /** An id outside 0 to below depth gives zeros. */
    private static Tensor oneHot(Call c) {
        int depth = c.operator().integer("depth", 0);
        int[] shape = Arrays.copyOf(c.in(0).shape(), c.in(0).rank() + 1);
        shape[shape.length - 1] = depth;
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < c.in(0).elements(); i++) {
            int id = (int) c.in(0).data()[i];
            if (id >= 0 && id < depth) y[i * depth + id] = 1;
        }
        return Tensor.of(shape, y);
    }

    /** Pools the rows of a table at the unmasked ids; nothing unmasked gives zeros. The id at a masked position is not looked at. */
    private static Tensor embeddingBag(Call c) {
        Tensor table = c.in(0);
        Tensor ids = c.in(1);
        Tensor mask = c.in(2);
        String mode = c.operator().string("mode", "mean");
        int rows = ids.size(0);
        int length = ids.size(1);
        int size = table.size(1);
        double[] y = new double[rows * size];
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < size; k++) {
                int count = 0;
                double sum = 0;
                double max = Double.NEGATIVE_INFINITY;
                double last = 0;
                for (int t = 0; t < length; t++) {
                    if (mask.data()[r * length + t] == 0) continue;
                    last = table.data()[index(ids.data()[r * length + t], table.size(0)) * size + k];
                    sum += last;
                    max = Math.max(max, last);
                    count++;
                }
                y[r * size + k] = count == 0
                        ? 0
                        : switch (mode) {
                            case "mean" -> sum / count;
                            case "sum" -> sum;
                            case "max" -> max;
                            case "last" -> last;
                            default -> throw new IllegalArgumentException("no pooling '" + mode + "'");
                        };
            }
        return Tensor.of(new int[] {rows, size}, y);
    }
}
