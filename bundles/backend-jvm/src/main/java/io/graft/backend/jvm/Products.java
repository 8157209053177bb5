package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MatMul and Gemm, with the bias and the activation that {@link Fusions} has put into them. */
final class Products {
    private Products() {}

    static void register(Map<String, Lowering> table) {
        table.put("Gemm", (t, n) -> new Affine(t, n).lower());
        table.put("MatMul", (t, n) -> isAffine(n) ? new Affine(t, n).lower() : batched(t, n));
    }

    /** Whether it is one product of two matrices, whatever axes the rows of the first are made of. */
    static boolean isAffine(Node n) {
        return n.type().equals("Gemm")
                || n.type().equals("MatMul") && n.shape(1).rank() == 2;
    }

    /** A matrix as stored, and how it is meant. */
    private record Side(Tensor tensor, boolean transposed, Extent rows, Extent columns) {
        Side turned() {
            return new Side(tensor, !transposed, columns, rows);
        }

        int pitch(int batch) {
            return (transposed ? rows : columns).at(batch);
        }
    }

    private static void multiply(Tape t, Side a, Side b, Tensor y, boolean add, int batch) {
        t.kernels()
                .product()
                .multiply(
                        a.transposed,
                        b.transposed,
                        a.rows.at(batch),
                        b.columns.at(batch),
                        a.columns.at(batch),
                        a.tensor.floats(),
                        0,
                        a.pitch(batch),
                        b.tensor.floats(),
                        0,
                        b.pitch(batch),
                        y.floats(),
                        0,
                        b.columns.at(batch),
                        add);
    }

    private static Tensor product(Tape t, Side a, Side b, Shape shape) {
        Tensor y = t.floats(shape);
        t.run(List.of(a.tensor, b.tensor), List.of(y), rows -> multiply(t, a, b, y, false, rows));
        return y;
    }

    /** activation(alpha · A · B + beta · C). */
    private static final class Affine {
        /** Rows at a time. */
        private static final int BLOCK = 96;

        private final Tape t;
        private final Node n;
        private final Operator op;
        private final Side a;
        private final Side b;
        private final float alpha;
        private final float beta;
        private final Tensor y;

        Affine(Tape t, Node n) {
            this.t = t;
            this.n = n;
            this.op = n.operator();
            alpha = op.number("alpha", 1);
            beta = op.number("beta", 1);
            y = t.floats(n.output().shape());
            Tensor left = t.in(n, 0);
            a = side(alpha == 1 ? left : scaled(left, alpha), op.integer("transA", 0) == 1);
            b = side(t.in(n, 1), op.integer("transB", 0) == 1);
        }

        /** All axes but the last are rows. */
        private static Side side(Tensor x, boolean transposed) {
            int rank = x.shape.rank();
            Extent rows = Extent.of(x.shape.dims().subList(0, rank - 1));
            Extent columns = Extent.of(x.shape.dims().subList(rank - 1, rank));
            return transposed ? new Side(x, true, columns, rows) : new Side(x, false, rows, columns);
        }

        private Tensor scaled(Tensor x, float factor) {
            return factor == 1 ? x : t.binary(BinaryFunctions.MUL, x, Tensor.constant(Shape.SCALAR, factor));
        }

        Lowered lower() {
            String activation = op.string(Fusions.ACTIVATION, "");
            if (n.has(2)) begin(scaled(t.in(n, 2), beta), activation);
            else {
                t.run(List.of(a.tensor, b.tensor), List.of(y), rows -> multiply(t, a, b, y, false, rows));
                if (!activation.isEmpty()) UnaryFunctions.inPlace(t, activation, y);
            }
            return new Lowered(y, (dy, to) -> {
                Tensor dz = activation.isEmpty() ? dy : UnaryFunctions.slopeOf(t, activation, y, dy);
                Side d = side(dz, false);
                to.add(
                        0,
                        () -> scaled(
                                a.transposed
                                        ? product(t, b, d.turned(), n.shape(0))
                                        : product(t, d, b.turned(), n.shape(0)),
                                alpha));
                to.add(
                        1,
                        () -> b.transposed
                                ? product(t, d.turned(), a, n.shape(1))
                                : product(t, a.turned(), d, n.shape(1)));
                to.add(2, () -> scaled(t.sumTo(dz, n.shape(2)), beta));
            });
        }

        /** The product is added to the bias; then comes the activation. */
        private void begin(Tensor bias, String activation) {
            Extent row = b.columns;
            boolean repeated = bias.extent.equals(row) && bias.shape.dim(-1).equals(y.shape.dim(-1));
            Tensor start = repeated || bias.extent.equals(y.extent) ? bias : t.expand(bias, y.shape, 1);
            Product.Packed packed = new Product.Packed();
            LaidOut laidOut = new LaidOut(t, b.tensor);
            t.run(List.of(a.tensor, b.tensor, start), List.of(y), rows -> {
                int all = y.extent.at(rows);
                int width = repeated ? row.at(rows) : all;
                if (repeated && !a.transposed && a.rows.at(rows) >= 2 * BLOCK) {
                    blocks(start.floats(), packed, laidOut, activation, rows);
                    return;
                }
                for (int i = 0; i < all; i += width) System.arraycopy(start.floats(), 0, y.floats(), i, width);
                multiply(t, a, b, y, true, rows);
                UnaryFunctions.inPlace(t.kernels().functions(), activation, y.floats(), 0, all);
            });
        }

        /** Some rows at a time, which stay in the second cache from the bias to the activation. */
        private void blocks(float[] bias, Product.Packed packed, LaidOut laidOut, String activation, int batch) {
            Product product = t.kernels().product();
            int inner = a.columns.at(batch);
            int width = b.columns.at(batch);
            float[] to = y.floats();
            laidOut.renew(
                    product,
                    () -> product.pack(b.transposed, width, inner, b.tensor.floats(), 0, b.pitch(batch), packed));
            t.kernels().crew().each(a.rows.at(batch), BLOCK, (who, first, end) -> {
                for (int i = first; i < end; i += BLOCK) {
                    int next = Math.min(end, i + BLOCK);
                    for (int r = i; r < next; r++) System.arraycopy(bias, 0, to, r * width, width);
                    product.of(who)
                            .multiply(
                                    false,
                                    next - i,
                                    a.tensor.floats(),
                                    i * inner,
                                    inner,
                                    packed,
                                    to,
                                    i * width,
                                    width,
                                    true);
                    Functions functions = t.kernels().of(who).functions();
                    UnaryFunctions.inPlace(functions, activation, to, i * width, next * width);
                }
            });
        }
    }

    /** A product for each member of a batch of matrices; a side without the axis, or with 1 there, takes part in all. */
    private static Lowered batched(Tape t, Node n) {
        Tensor a = t.in(n, 0);
        Tensor b = t.in(n, 1);
        return new Lowered(batched(t, a, false, b, false, n.output().shape()), (dy, to) -> {
            Shape batch = new Shape(dy.shape.dims().subList(0, dy.shape.rank() - 2));
            to.add(0, () -> t.sumTo(batched(t, dy, false, b, true, with(batch, a.shape)), a.shape));
            to.add(1, () -> t.sumTo(batched(t, a, true, dy, false, with(batch, b.shape)), b.shape));
        });
    }

    private static Shape with(Shape batch, Shape matrix) {
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.addAll(matrix.dims().subList(matrix.rank() - 2, matrix.rank()));
        return new Shape(dims);
    }

    private static Shape outer(Shape shape) {
        return new Shape(shape.dims().subList(0, shape.rank() - 2));
    }

    static Tensor batched(Tape t, Tensor a, boolean ta, Tensor b, boolean tb, Shape shape) {
        Tensor y = t.scratch(ElementType.FLOAT, shape);
        int rank = a.shape.rank();
        Extent left = Extent.of(a.shape.dims().subList(ta ? rank - 1 : rank - 2, ta ? rank : rank - 1));
        Extent inner = Extent.of(a.shape.dims().subList(ta ? rank - 2 : rank - 1, ta ? rank - 1 : rank));
        Extent right = Extent.of(shape.dims().subList(shape.rank() - 1, shape.rank()));
        PerRows<Strides> members = new PerRows<>(rows -> new Strides(
                Extent.sizes(outer(shape), rows),
                Extent.sizes(outer(a.shape), rows),
                Extent.sizes(outer(b.shape), rows)));
        t.run(List.of(a, b), List.of(y), rows -> {
            int m = left.at(rows);
            int k = inner.at(rows);
            int w = right.at(rows);
            Strides s = members.at(rows);
            Product product = t.kernels().product();
            int to = 0;
            for (s.begin(); s.next(); )
                for (int i = 0; i < s.inner; i++, to += m * w)
                    product.multiply(
                            ta,
                            tb,
                            m,
                            w,
                            k,
                            a.floats(),
                            (s.offset[0] + i * s.innerStride[0]) * m * k,
                            ta ? m : k,
                            b.floats(),
                            (s.offset[1] + i * s.innerStride[1]) * k * w,
                            tb ? k : w,
                            y.floats(),
                            to,
                            w,
                            false);
        });
        return y;
    }
}
