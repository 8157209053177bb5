package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.bools;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what works element by element, and mistakes with it. */
final class ElementExamples {
    private ElementExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        Stream<Arguments> same = Stream.of(
                        "Abs Neg Exp Log Sqrt Reciprocal Sign Relu Sigmoid Tanh Softplus Softsign Mish HardSwish HardSigmoid Identity Elu LeakyRelu Selu Gelu Clip Softmax LogSoftmax Dropout"
                                .split(" "))
                .map(type -> gives(type, Map.of(), f, shape(B, 3), floats(B, 3)));
        Stream<Arguments> pairs = Stream.of("Add Sub Mul Div Pow Max Min".split(" "))
                .map(type -> gives(type, Map.of(), f, shape(B, 4, 3), floats(B, 4, 3), floats(3)));
        Stream<Arguments> comparisons = Stream.of("Equal Greater GreaterOrEqual Less LessOrEqual".split(" "))
                .map(type -> gives(type, Map.of(), ElementType.BOOL, shape(B, 3), floats(B, 3), floats()));
        Stream<Arguments> others = Stream.of(
                gives("Add", Map.of(), f, shape(B, 5, 3), floats(B, 1, 3), floats(5, 1)),
                gives("Add", Map.of(), f, shape(B, 3), floats(B, 1), floats(B, 3)),
                gives("Add", Map.of(), f, shape(B, 3), floats(3), floats(B, 1)),
                gives("Add", Map.of(), ElementType.INT, shape(B), ids(B), ids()),
                gives("And", Map.of(), ElementType.BOOL, shape(B, 2), bools(B, 2), bools(2)),
                gives("Or", Map.of(), ElementType.BOOL, shape(B, 2), bools(B, 2), bools(B, 1)),
                gives("Not", Map.of(), ElementType.BOOL, shape(B), bools(B)),
                gives("Where", Map.of(), f, shape(B, 4, 3), bools(B, 4, 1), floats(B, 4, 3), floats()),
                gives("Cast", Map.of("to", "INT"), ElementType.INT, shape(B), floats(B)),
                gives("HardSigmoid", Map.of("alpha", 0.25f, "beta", 0.5f), f, shape(B, 3), floats(B, 3)),
                gives("Abs", Map.of(), ElementType.INT, shape(B), ids(B)),
                gives("PRelu", Map.of(), f, shape(B, 4, 3), floats(B, 4, 3), floats(4, 1)),
                gives("PRelu", Map.of(), f, shape(B, 3), floats(B, 3), floats()));
        return Stream.of(same, pairs, comparisons, others).flatMap(s -> s);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("axis -1 is 3 on one side and 4 on the other", "Add", Map.of(), floats(B, 3), floats(B, 4)),
                refused(
                        "axis -2 is batch on one side and n on the other",
                        "Add",
                        Map.of(),
                        floats(B, 3),
                        floats("n", 3)),
                refused("types differ: FLOAT and INT", "Mul", Map.of(), floats(B), ids(B)),
                refused("types differ: FLOAT and INT", "Where", Map.of(), bools(B), floats(B), ids(B)),
                refused("it takes BOOL", "Where", Map.of(), floats(B), floats(B), floats(B)),
                refused("it takes BOOL", "Not", Map.of(), floats(B)),
                refused("it takes FLOAT", "Softmax", Map.of(), ids(B, 5)),
                refused("shape [batch, 3] has no axis 2", "Softmax", Map.of("axis", 2), floats(B, 3)),
                refused("must be FLOAT, INT or BOOL, but is DOUBLE", "Cast", Map.of("to", "DOUBLE"), floats(B)),
                refused("must be FLOAT, INT or BOOL, but is null", "Cast", Map.of(), floats(B)),
                refused("Add takes 2 inputs, not 1", "Add", Map.of(), floats(B)),
                refused("the slope must fit the first input", "PRelu", Map.of(), floats(3), floats(B, 3)),
                refused("axis -1 is 3 on one side and 4 on the other", "PRelu", Map.of(), floats(B, 3), floats(4)),
                refused("it takes FLOAT, but 'x' is INT", "HardSwish", Map.of(), ids(B)));
    }
}
