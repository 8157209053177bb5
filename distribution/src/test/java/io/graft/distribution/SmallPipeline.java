package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipeline that is trained in a second: of three words in a text the first two tell the class, the third tells nothing.
 *
 * <p>So the editions -1, 0 and 1 of a {@link TestPlugin}'s tokenizer all answer right, each with other scores, and edition 2 does not.
 *
 * @param name its name
 * @param tokenizer its tokenizer
 */
record SmallPipeline(String name, String tokenizer) {
    private static final String[][] WORDS = {{"apple", "plum", "pear", "fig"}, {"car", "bus", "van", "tram"}};
    private static final String[] NOTHING = {"today", "now", "soon", "again", "please"};

    /** A text of a class, another for each number. */
    static String text(int label, int number) {
        String[] words = WORDS[label];
        return words[number % 4] + " " + words[(number / 4) % 4] + " " + NOTHING[number % NOTHING.length];
    }

    /** The descriptor. */
    String descriptor() {
        return """
                graft: 1
                pipeline: NAME
                data:
                  train:      { csv: { path: train.csv, text: text, label: label } }
                  validation: { csv: { path: dev.csv, text: text, label: label } }
                prepare:
                  - clean: { lowercase: true }
                  - TOKENIZER
                  - vocabulary: { size: 100, length: 4 }
                model:
                  layers: [{ embedding: { size: 8 } }, mean-pool, { dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: { adam: { learningRate: 0.02 } }
                metrics: [accuracy]
                train: { epochs: 10, batch: 16, seed: 7 }
                serve: { batch: { max: 32, wait: 1ms }, probe: { rows: 40, metric: accuracy, tolerance: 0.01 } }
                """.replace("NAME", name).replace("TOKENIZER", tokenizer);
    }

    /** Writes its data into a folder. */
    static void data(Path folder) throws IOException {
        for (String file : new String[] {"train.csv", "dev.csv"}) {
            StringBuilder rows = new StringBuilder("text,label\n");
            for (int i = 0; i < 80; i++) rows.append(text(i % 2, i / 2)).append(i % 2 == 0 ? ",fruit\n" : ",vehicle\n");
            Files.writeString(folder.resolve(file), rows);
        }
    }

    /** Trains it in a server; gives the version of its model. */
    int train(GraftServer server, Path folder) throws Exception {
        data(folder);
        String at = "api/v1/runs?folder=" + URLEncoder.encode(folder.toString(), StandardCharsets.UTF_8);
        String id = server.post(at, descriptor()).expect(202).json().path("id").asText();
        JsonNode[] run = new JsonNode[1];
        GraftServer.await("the end of run " + id, () -> {
            run[0] = server.get("api/v1/runs/" + id).expect(200).json();
            return run[0].path("ended").isTextual();
        });
        int model = run[0].path("model").asInt();
        assertEquals(true, model > 0, run[0]::toString);
        return model;
    }

    /** Trains and deploys it. */
    Answer serve(GraftServer server, Path folder) throws Exception {
        train(server, folder);
        return server.post("api/v1/pipelines", descriptor()).expect(201);
    }
}
