package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what multiplies matrices, and mistakes with it. */
final class ProductExamples {
    private ProductExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("MatMul", Map.of(), f, shape(B, 7), floats(B, 5), floats(5, 7)),
                gives("MatMul", Map.of(), f, shape(B, 4, 7), floats(B, 4, 5), floats(5, 7)),
                gives("MatMul", Map.of(), f, shape(B, 4, 4), floats(B, 4, 5), floats(B, 5, 4)),
                gives("Gemm", Map.of(), f, shape(B, 7), floats(B, 5), floats(5, 7), floats(7)),
                gives("Gemm", Map.of("transA", 1, "transB", 1), f, shape(5, 7), floats(B, 5), floats(7, B)),
                gives("Einsum", Map.of("equation", "bi,ij->bj"), f, shape(B, 7), floats(B, 5), floats(5, 7)),
                gives(
                        "Einsum",
                        Map.of("equation", "bqhd,bkhd->bhqk"),
                        f,
                        shape(B, 2, 3, 4),
                        floats(B, 3, 2, 5),
                        floats(B, 4, 2, 5)),
                gives("Einsum", Map.of("equation", " bij -> bj "), f, shape(B, 3), floats(B, 4, 3)),
                gives("Einsum", Map.of("equation", "bi->"), f, Shape.SCALAR, floats(B, 4)),
                gives("Einsum", Map.of("equation", "bi,->bi"), f, shape(B, 4), floats(B, 4), floats()));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("ids become numbers by an embedding", "MatMul", Map.of(), ids(B, 5), floats(5, 7)),
                refused("ids become numbers by an embedding", "Gemm", Map.of(), ids(B, 5), floats(5, 7)),
                refused("the inner sizes 5 and 6 differ", "MatMul", Map.of(), floats(B, 5), floats(6, 7)),
                refused("both sides need two axes or more", "MatMul", Map.of(), floats(5), floats(5, 7)),
                refused("both sides need two axes", "Gemm", Map.of(), floats(B, 4, 5), floats(5, 7)),
                refused(
                        "axis -1 is 7 on one side and 6 on the other",
                        "Gemm",
                        Map.of(),
                        floats(B, 5),
                        floats(5, 7),
                        floats(6)),
                refused("the bias does not fit [1, 7]", "Gemm", Map.of(), floats(1, 5), floats(5, 7), floats(B, 7)),
                refused(
                        "Gemm takes 2 to 3 inputs, not 4",
                        "Gemm",
                        Map.of(),
                        floats(1, 1),
                        floats(1, 1),
                        floats(1),
                        floats(1)),
                refused(
                        "the equation 'bi,ij' has no '->'",
                        "Einsum",
                        Map.of("equation", "bi,ij"),
                        floats(B, 5),
                        floats(5, 7)),
                refused("the equation '' has no '->'", "Einsum", Map.of(), floats(B, 5)),
                refused(
                        "the equation 'bi->b' names 1 inputs, not 2",
                        "Einsum",
                        Map.of("equation", "bi->b"),
                        floats(B, 5),
                        floats(5)),
                refused(
                        "'bij' does not name the axes of [batch, 5]",
                        "Einsum",
                        Map.of("equation", "bij->b"),
                        floats(B, 5)),
                refused(
                        "'i' is 5 in one input and 6 in another",
                        "Einsum",
                        Map.of("equation", "bi,ij->bj"),
                        floats(B, 5),
                        floats(6, 7)),
                refused("no input has the axis 'k'", "Einsum", Map.of("equation", "bi->bk"), floats(B, 5)),
                refused(
                        "'bb' in 'bb->b' must be letters, each at most once",
                        "Einsum",
                        Map.of("equation", "bb->b"),
                        floats(5, 5)),
                refused(
                        "'b...' in 'b...->b' must be letters, each at most once",
                        "Einsum",
                        Map.of("equation", "b...->b"),
                        floats(B, 5)),
                refused("ids become numbers by an embedding", "Einsum", Map.of("equation", "bi->b"), ids(B, 5)));
    }
}
