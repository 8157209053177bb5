package io.graft.benchmark;

import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.catalog.Catalog;
import io.graft.pipeline.Backends;
import io.graft.training.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples a second through a run of Graft against the same compiled session in a bare loop, taken in turns in one process. */
final class Overhead {
    private final Catalog catalog;
    private final Trainer trainer;

    Overhead(Catalog catalog, Trainer trainer) {
        this.catalog = catalog;
        this.trainer = trainer;
    }

    Map<String, Object> run(Path descriptor, int rounds, String... changes) {
        double[] graft = new double[rounds];
        double[] bare = new double[rounds];
        double[] ratio = new double[rounds];
        try (Rows rows = new Rows(catalog, descriptor, changes);
                Backends.Opened backend = Losses.open(rows);
                Session session = Losses.session(rows, backend, 0)) {
            double rate = rows.assembly.rule().learningRate();
            int epochs = rows.assembly.descriptor().train().epochs();
            for (int round = -1; round < rounds; round++) {
                long begun = System.nanoTime();
                long samples = 0;
                for (int e = 0; e < epochs; e++)
                    for (Batch b : rows.batches) {
                        session.train(b, rate);
                        samples += b.rows();
                    }
                double bareRate = samples * 1e9 / (System.nanoTime() - begun);
                double graftRate = trainer.train(Rows.descriptor(catalog, descriptor, changes), false, event -> {})
                        .samplesPerSecond();
                if (round < 0) continue; // warming up
                bare[round] = bareRate;
                graft[round] = graftRate;
                ratio[round] = graftRate / bareRate;
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bareSamplesPerSecond", Losses.median(bare));
        json.put("graftSamplesPerSecond", Losses.median(graft));
        json.put("ratio", Losses.median(ratio));
        json.put("ratios", ratio);
        return json;
    }
}
