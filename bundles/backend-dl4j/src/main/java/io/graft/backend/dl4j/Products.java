package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Matrix products. */
final class Products {
    private Products() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("MatMul", Products::matMul);
        table.put("Gemm", Products::gemm);
    }

    private static Lowered gemm(Tape t, Node n) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        float alpha = n.operator().number("alpha", 1f);
        float beta = n.operator().number("beta", 1f);
        boolean ta = n.operator().integer("transA", 0) == 1;
        boolean tb = n.operator().integer("transB", 0) == 1;
        Shape shape = n.output().shape();
        Tensor y;
        if (n.has(2) && beta != 0) {
            Tensor bias = t.mul(t.tensor(n.name(2)), beta);
            // the product is added to this tensor in place, so it must be nobody else's
            y = bias.shape.equals(shape) ? t.add(bias, t.scalar(0)) : t.expand(bias, shape);
            t.addProduct(a, ta, b, tb, y, alpha);
        } else y = t.product(a, ta, b, tb, shape, alpha);
        return new Lowered(y, (dy, to) -> {
            to.add(
                    0,
                    () -> ta
                            ? t.product(b, tb, dy, true, a.shape, alpha)
                            : t.product(dy, false, b, !tb, a.shape, alpha));
            to.add(
                    1,
                    () -> tb
                            ? t.product(dy, true, a, ta, b.shape, alpha)
                            : t.product(a, !ta, dy, false, b.shape, alpha));
            if (beta != 0) to.add(2, () -> t.mul(t.sumTo(dy, n.shape(2)), beta));
        });
    }

    private static Lowered matMul(Tape t, Node n) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        Shape shape = n.output().shape();
        if (b.shape.rank() == 2) return flat(t, a, b, shape);
        Tensor y = t.product(a, false, b, false, shape, 1);
        Shape batch = new Shape(shape.dims().subList(0, shape.rank() - 2));
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> t.product(dy, false, b, true, batched(batch, a.shape), 1));
            to.add(1, () -> t.product(a, true, dy, false, batched(batch, b.shape), 1));
        });
    }

    /** One product for all rows, when the right side is a single matrix. */
    private static Lowered flat(Tape t, Tensor a, Tensor b, Shape shape) {
        Dim rows = Sizes.product(a.shape.dims().subList(0, a.shape.rank() - 1));
        Shape flatA = Shape.of(rows, a.shape.dim(-1));
        Shape flatY = Shape.of(rows, shape.dim(-1));
        Tensor a2 = a.view(flatA);
        Tensor y = t.product(a2, false, b, false, flatY, 1);
        return new Lowered(y.view(shape), (dy, to) -> {
            Tensor dy2 = dy.view(flatY);
            to.add(0, () -> t.product(dy2, false, b, true, flatA, 1).view(a.shape));
            to.add(1, () -> t.product(a2, true, dy2, false, b.shape, 1));
        });
    }

    private static Shape batched(Shape batch, Shape matrix) {
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.addAll(matrix.dims().subList(matrix.rank() - 2, matrix.rank()));
        return new Shape(dims);
    }
}
