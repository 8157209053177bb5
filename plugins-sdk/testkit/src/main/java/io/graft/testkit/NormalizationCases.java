package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What gives numbers a mean and a variance. */
final class NormalizationCases extends CaseList {
    NormalizationCases() {
        normalizations();
    }

    private void normalizations() {
        ternary("LayerNormalization", Map.of(), floats(4), parameter(4), parameter(4));
        ternary("LayerNormalization", Map.of("axis", -1, "epsilon", 0.1f), floats(3, 4), parameter(4), parameter(4));
        ternary("LayerNormalization", Map.of("axis", 1), floats(3, 4), parameter(3, 4), parameter(3, 4));
        binary("LayerNormalization", "without a bias", floats(4), parameter(4));
        add(
                "LayerNormalization with a bias left out",
                List.of(floats(4), parameter(4)),
                (g, in) -> g.op("LayerNormalization", in.get(0), in.get(1), Value.ABSENT));
        for (int[] row : new int[][] {{3}, {3, 4}, {3, 2, 2}})
            add(
                    "BatchNormalization of " + Arrays.toString(row),
                    List.of(floats(row), parameter(3), parameter(3)),
                    (g, in) -> g.op(
                            "BatchNormalization",
                            Map.of("epsilon", 0.01f, "momentum", 0.8f),
                            in.get(0),
                            in.get(1),
                            in.get(2),
                            g.statistic("mean", Shape.of(3), Initializer.uniform(-1, 1)),
                            g.statistic("variance", Shape.of(3), Initializer.uniform(0.5, 2))));
        group(2, floats(4, 3));
        group(1, floats(4, 3));
        group(4, floats(4, 3));
        group(2, floats(4, 2, 3));
        group(3, floats(3, 1, 2));
        group(2, floats(4, 1));
    }

    private void group(int groups, Given x) {
        int channels = x.shape()[0];
        ternary(
                "GroupNormalization",
                Map.of("num_groups", groups, "epsilon", 0.01f),
                x,
                parameter(channels),
                parameter(channels));
    }
}
