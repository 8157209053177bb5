package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.List;

/**
 * A number of elements that grows with the rows of a batch: factor · rows^power.
 *
 * @param factor what all axes of known size make
 * @param power how many axes are as long as the batch has rows
 */
record Extent(int factor, int power) {

    /** Of all axes of a shape. */
    static Extent of(Shape shape) {
        return of(shape.dims());
    }

    /** Of some axes; a name such as {@code batch*32} is a product of the rows and numbers. */
    static Extent of(List<Dim> dims) {
        int factor = 1;
        int power = 0;
        for (Dim d : dims) {
            if (d.known()) factor = Math.multiplyExact(factor, d.size());
            else
                for (String part : d.name().split("\\*"))
                    if (Character.isDigit(part.charAt(0))) factor = Math.multiplyExact(factor, Integer.parseInt(part));
                    else power++;
        }
        return new Extent(factor, power);
    }

    /** An axis of this many. */
    Dim dim() {
        return power == 0 ? Dim.of(factor) : Dim.named("batch*".repeat(power) + factor);
    }

    /** The number for a batch. */
    int at(int rows) {
        int n = factor;
        for (int i = 0; i < power; i++) n *= rows;
        return n;
    }

    /** The number for a batch, which must be less than 2³¹. */
    int exactly(int rows) {
        int n = factor;
        for (int i = 0; i < power; i++) n = Math.multiplyExact(n, rows);
        return n;
    }

    /** The sizes of all axes. */
    static int[] sizes(Shape shape, int rows) {
        int[] sizes = new int[shape.rank()];
        for (int i = 0; i < sizes.length; i++)
            sizes[i] = of(shape.dims().subList(i, i + 1)).at(rows);
        return sizes;
    }

    /** What lies before an axis, the axis, and what lies behind it. */
    static Extent[] around(Shape shape, int axis) {
        List<Dim> dims = shape.dims();
        return new Extent[] {
            of(dims.subList(0, axis)), of(dims.subList(axis, axis + 1)), of(dims.subList(axis + 1, dims.size()))
        };
    }
}
