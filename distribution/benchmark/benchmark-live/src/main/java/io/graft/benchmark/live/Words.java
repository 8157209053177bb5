package io.graft.benchmark.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pipeline that is measured, and the texts that are asked. */
final class Words {
    private final Path examples;

    Words(Path examples) {
        this.examples = examples;
    }

    /** Its parts come from the plug-in whose code is replaced; the gate asks, and is told to be lenient, because the editions do differ. */
    String descriptor(int seed) {
        return """
                graft: 1
                pipeline: words
                data:
                  train:      { csv: { path: %1$s/train.csv, text: text, label: label } }
                  validation: { csv: { path: %1$s/dev.csv, text: text, label: label } }
                prepare:
                  - clean: { lowercase: true }
                  - benchmark-words
                  - vocabulary: { size: 10000, length: 48 }
                model:
                  layers:
                    - embedding: { size: 512 }
                    - mean-pool
                    - benchmark-dense: { units: classes }
                  loss: benchmark-cross-entropy
                  optimizer: { benchmark-descent: { learningRate: 0.01 } }
                metrics: [accuracy]
                train: { epochs: 3, batch: 32, seed: %2$d }
                backend: dl4j-cpu
                serve: { probe: { rows: 50, metric: accuracy, tolerance: 0.9 } }
                """.formatted(examples.resolve("tickets"), seed);
    }

    /** English messages of some length. */
    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(examples.resolve("tickets/dev.csv"))) {
            String text = line.substring(0, Math.max(0, line.lastIndexOf(','))).replace("\"", "");
            if (text.split(" ").length >= 8) texts.add(text);
        }
        return texts.subList(0, Math.min(40, texts.size()));
    }
}
