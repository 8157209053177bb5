package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.List;
import java.util.Map;

/** Matrix products and sums of products. */
final class ProductCases extends CaseList {
    ProductCases() {
        products();
        einsums();
    }

    private void products() {
        binary("MatMul", "with a weight", floats(3), parameter(3, 4));
        binary("MatMul", "of a sequence with a weight", floats(2, 3), parameter(3, 4));
        binary("MatMul", "of a batch of matrices", floats(2, 3), floats(3, 4));
        binary("MatMul", "of heads", floats(2, 2, 3), floats(2, 3, 2));
        binary("MatMul", "of a matrix and a batch of matrices", parameter(2, 3), floats(3, 4));
        binary("MatMul", "of heads with a weight for each", floats(2, 4, 3), parameter(2, 3, 2));
        binary("MatMul", "of heads with one weight", floats(2, 4, 3), parameter(1, 1, 3, 2));
        add(
                "MatMul of every row with every row",
                List.of(floats(3)),
                (g, in) -> g.reduce(
                        "ReduceSum", g.op("Tanh", g.matMul(in.get(0), g.op("Transpose", in.get(0)))), false, 1));
        binary("Gemm", "without a bias", floats(3), parameter(3, 4));
        add(
                "Gemm with a bias left out",
                List.of(floats(3), parameter(3, 4)),
                (g, in) -> g.op("Gemm", in.get(0), in.get(1), Value.ABSENT));
        ternary("Gemm", Map.of(), floats(3), parameter(3, 4), parameter(4));
        ternary("Gemm", Map.of("alpha", 0.5f, "beta", 2f, "transB", 1), floats(3), parameter(4, 3), parameter(4));
        ternary("Gemm", Map.of("transA", 1), floats(3), floats(2), parameter(3, 2));
        ternary("Gemm", Map.of("beta", 0.5f), floats(3), parameter(3, 4), parameter(1, 4));
        ternary("Gemm", Map.of(), parameter(1, 3), parameter(3, 4), parameter(4));
        add(
                "Gemm of two transposed sides",
                List.of(floats(3), parameter(4, 3), parameter(4)),
                (g, in) -> g.op(
                        "Gemm", Map.of("transA", 1, "transB", 1), g.op("Transpose", in.get(0)), in.get(1), in.get(2)));
    }

    private void einsums() {
        einsum("bi,ij->bj", floats(3), parameter(3, 4));
        einsum("bi,ji->bj", floats(3), parameter(4, 3));
        einsum("bij,bjk->bik", floats(2, 3), floats(3, 2));
        einsum("bij,jk->bki", floats(2, 3), parameter(3, 4));
        einsum("bqhd,bkhd->bhqk", floats(2, 2, 3), floats(3, 2, 3));
        einsum("bhqk,bkhd->bqhd", floats(2, 2, 3), floats(3, 2, 2));
        einsum("bi,bi->b", floats(4), floats(4));
        einsum("bi,bj->bij", floats(2), floats(3));
        einsum("bij,j->bi", floats(2, 3), parameter(3));
        einsum("bi,ij->b", floats(3), parameter(3, 2));
        einsum("bij,bkj->bik", floats(1, 3), floats(2, 3));
        einsum(" b i , i -> b ", floats(3), parameter(3));
        einsum("bij->bji", floats(2, 3));
        einsum("bij->bj", floats(2, 3));
        einsum("bij->", floats(2, 3));
        einsum("bi,->bi", floats(3), parameter());
        add(
                "Einsum of a value with itself",
                List.of(floats(2, 3)),
                (g, in) -> g.op("Einsum", Map.of("equation", "bij,bkj->bik"), in.get(0), in.get(0)));
    }

    private void einsum(String equation, Given... givens) {
        add(
                "Einsum " + equation,
                List.of(givens),
                (g, in) -> g.op("Einsum", Map.of("equation", equation), in.toArray(Value[]::new)));
    }
}
