package io.graft.testkit;

import java.util.List;
import java.util.stream.Stream;

/** Uses of every operator: each attribute, each output, and shapes that are broadcast, transposed, pooled. */
final class OperatorCases {
    private OperatorCases() {}

    static List<OperatorCase> all() {
        return Stream.of(
                        new ElementCases(),
                        new LogicCases(),
                        new ProductCases(),
                        new ReductionCases(),
                        new LayoutCases(),
                        new LookupCases(),
                        new NormalizationCases(),
                        new ConvolutionCases(),
                        new PoolCases(),
                        new RecurrenceCases(),
                        new AttentionCases(),
                        new LossCases())
                .flatMap(family -> family.all().stream())
                .toList();
    }
}
