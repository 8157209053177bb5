package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.util.function.Supplier;

/** Tiny networks of the kinds that pipelines train. */
enum SampleNetwork {
    CLASSIFIER(SampleNetworks::classifier),
    EVERYTHING(SampleNetworks::everything),
    LE_NET(SampleNetworks::leNet),
    TEXT_CNN(SampleNetworks::textCnn),
    LSTM(SampleNetworks::lstm),
    GRU(SampleNetworks::gru),
    TRANSFORMER(SampleNetworks::transformer),
    RESIDUAL(SampleNetworks::residual),
    CTC(SampleNetworks::ctc);

    private final Supplier<Graph> builder;

    SampleNetwork(Supplier<Graph> builder) {
        this.builder = builder;
    }

    /** Outputs {@code scores} and {@code loss}. */
    Graph graph() {
        return builder.get();
    }

    /** Rows of random numbers for its graph. */
    static Batch batch(Graph graph, int rows, long seed) {
        return SampleNetworks.batch(graph, rows, BackendRuleContract.ROWS, seed);
    }
}
