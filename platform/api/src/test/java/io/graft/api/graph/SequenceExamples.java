package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.bools;
import static io.graft.api.graph.OperatorExamples.floating;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.several;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what goes along a sequence, and mistakes with it. */
final class SequenceExamples {
    private SequenceExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                several(
                        "LSTM",
                        Map.of("hidden_size", 5),
                        List.of(floating(B, 7, 1, 5), floating(B, 1, 5), floating(B, 1, 5)),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5)),
                several(
                        "LSTM",
                        Map.of("hidden_size", 5, "direction", "bidirectional"),
                        List.of(floating(B, 7, 2, 5), floating(B, 2, 5), floating(B, 2, 5)),
                        floats(B, 7, 3),
                        floats(2, 20, 3),
                        floats(2, 20, 5),
                        floats(2, 40),
                        ids(B),
                        floats(B, 2, 5),
                        floats(B, 2, 5)),
                several(
                        "LSTM",
                        Map.of("hidden_size", 5, "direction", "reverse"),
                        List.of(floating(B, 7, 1, 5), floating(B, 1, 5), floating(B, 1, 5)),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        ids(B)),
                several(
                        "GRU",
                        Map.of("hidden_size", 5, "linear_before_reset", 1),
                        List.of(floating(B, 7, 1, 5), floating(B, 1, 5)),
                        floats(B, 7, 3),
                        floats(1, 15, 3),
                        floats(1, 15, 5),
                        floats(1, 30),
                        Value.ABSENT,
                        floats(B, 1, 5)),
                several(
                        "RNN",
                        Map.of("hidden_size", 5, "activation", "Relu"),
                        List.of(floating(B, "length", 1, 5), floating(B, 1, 5)),
                        floats(B, "length", 3),
                        floats(1, 5, 3),
                        floats(1, 5, 5)),
                gives(
                        "Attention",
                        Map.of("q_num_heads", 2),
                        f,
                        shape(B, 7, 6),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 6)),
                gives(
                        "Attention",
                        Map.of("q_num_heads", 4, "kv_num_heads", 2, "is_causal", 1, "scale", 0.5f),
                        f,
                        shape(B, 7, 12),
                        floats(B, 7, 8),
                        floats(B, 9, 4),
                        floats(B, 9, 6)),
                gives(
                        "Attention",
                        Map.of("q_num_heads", 2),
                        f,
                        shape(B, 7, 8),
                        floats(B, 7, 8),
                        floats(B, 7, 8),
                        floats(B, 7, 8),
                        bools(B, 1, 1, 7)),
                gives(
                        "Attention",
                        Map.of("q_num_heads", 2),
                        f,
                        shape(B, 7, 8),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8),
                        floats(7, 9)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused(
                        "LSTM needs its input 2; only those after the first 3 may be left out",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        Value.ABSENT,
                        floats(1, 20, 5)),
                refused(
                        "hidden_size must be 1 or more",
                        "LSTM",
                        Map.of(),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5)),
                refused(
                        "it takes [batch, length, size]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5)),
                refused(
                        "the direction is forward, reverse or bidirectional, not both",
                        "LSTM",
                        Map.of("hidden_size", 5, "direction", "both"),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5)),
                refused(
                        "W must be [1, 20, 3], not [1, 15, 3]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 15, 3),
                        floats(1, 20, 5)),
                refused(
                        "W must be [2, 20, 3], not [1, 20, 3]",
                        "LSTM",
                        Map.of("hidden_size", 5, "direction", "bidirectional"),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5)),
                refused(
                        "R must be [1, 15, 5], not [1, 20, 5]",
                        "GRU",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 15, 3),
                        floats(1, 20, 5)),
                refused(
                        "B must be [1, 40], not [1, 20]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        floats(1, 20)),
                refused(
                        "sequence_lens must be [batch], not [batch, 1]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        ids(B, 1)),
                refused(
                        "it takes INT, but 'x' is FLOAT",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        floats(B)),
                refused(
                        "initial_h must be [batch, 1, 5], not [1, batch, 5]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        Value.ABSENT,
                        floats(1, B, 5)),
                refused(
                        "initial_c must be [batch, 1, 5], not [batch, 1, 4]",
                        "LSTM",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        Value.ABSENT,
                        Value.ABSENT,
                        floats(B, 1, 4)),
                refused(
                        "GRU takes 3 to 6 inputs, not 7",
                        "GRU",
                        Map.of("hidden_size", 5),
                        floats(B, 7, 3),
                        floats(1, 20, 3),
                        floats(1, 20, 5),
                        Value.ABSENT,
                        Value.ABSENT,
                        Value.ABSENT,
                        floats(B, 1, 5)),
                refused(
                        "the activation is Tanh or Relu, not Sigmoid",
                        "RNN",
                        Map.of("hidden_size", 5, "activation", "Sigmoid"),
                        floats(B, 7, 3),
                        floats(1, 5, 3),
                        floats(1, 5, 5)),
                refused(
                        "ids become numbers by an embedding",
                        "RNN",
                        Map.of("hidden_size", 5),
                        ids(B, 7, 3),
                        floats(1, 5, 3),
                        floats(1, 5, 5)),
                refused(
                        "Q, K and V have three axes each",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8)),
                refused(
                        "q_num_heads must be a multiple of kv_num_heads",
                        "Attention",
                        Map.of(),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8)),
                refused(
                        "q_num_heads must be a multiple of kv_num_heads",
                        "Attention",
                        Map.of("q_num_heads", 3, "kv_num_heads", 2),
                        floats(B, 7, 6),
                        floats(B, 9, 8),
                        floats(B, 9, 8)),
                refused(
                        "a size does not divide by its number of heads",
                        "Attention",
                        Map.of("q_num_heads", 3),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8)),
                refused(
                        "a head of Q has 4 numbers, one of K 2",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        floats(B, 9, 4),
                        floats(B, 9, 8)),
                refused(
                        "rows, or the lengths of K and V, differ",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 7, 8)),
                refused(
                        "the mask is BOOL or FLOAT, not INT",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8),
                        ids(7, 9)),
                refused(
                        "axis -1 is 9 on one side and 7 on the other",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8),
                        bools(9, 7)),
                refused(
                        "the mask must fit [batch, 2, 7, 9]",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        floats(B, 9, 8),
                        floats(B, 9, 8),
                        bools(1, 1, 1, 7, 9)),
                refused(
                        "it takes FLOAT",
                        "Attention",
                        Map.of("q_num_heads", 2),
                        floats(B, 7, 8),
                        bools(B, 9, 8),
                        floats(B, 9, 8)));
    }
}
