package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.distribution.GraftCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a person gets wrong: a clear sentence that names the place, the promised exit code, and nothing lost. */
class BadInputIT {
    private static final String DESCRIPTOR = """
            graft: 1
            pipeline: small
            data:
              train:      { csv: { path: train.csv, text: text, label: label } }
              validation: { csv: { path: dev.csv, text: text, label: label } }
            prepare:
              - clean: { lowercase: true }
              - unicode-words
              - vocabulary: { size: 100, length: 8 }
            model:
              layers:
                - embedding: { size: 8 }
                - mean-pool
                - dense: { units: classes }
              loss: cross-entropy
              optimizer: { adam: { learningRate: 0.01 } }
            metrics: [accuracy]
            train: { epochs: 2, batch: 4 }
            """;

    @TempDir
    private Path folder;

    private GraftCommand graft;

    @BeforeEach
    void aSmallPipeline() throws IOException {
        graft = new GraftCommand(Files.createDirectories(folder.resolve("home")), folder);
        write("small.yaml", DESCRIPTOR);
        write(
                "train.csv",
                "text,label\nred apple,fruit\ngreen pear,fruit\nfast car,vehicle\nslow truck,vehicle\nripe plum,fruit\n");
        write("dev.csv", "text,label\nred car,vehicle\nripe apple,fruit\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void refused(int exit, String where, String sentence, String... command)
            throws IOException, InterruptedException {
        Result r = graft.run(command);
        assertEquals(exit, r.exit(), r::toString);
        assertTrue(r.err().contains(where), () -> "the place '" + where + "' is missing\n" + r);
        assertTrue(r.err().contains(sentence), () -> "the sentence '" + sentence + "' is missing\n" + r);
        assertFalse(r.err().contains("\tat "), () -> "a stack trace is no sentence\n" + r);
    }

    // ---- data

    @Test
    void missingDataFile() throws Exception {
        Files.delete(folder.resolve("train.csv"));
        refused(1, "train.csv", "no file", "train", "small.yaml");
    }

    @Test
    void emptyDataFile() throws Exception {
        write("train.csv", "");
        refused(1, "train.csv", "empty", "train", "small.yaml");
    }

    @Test
    void aHeaderWithoutRows() throws Exception {
        write("train.csv", "text,label\n");
        refused(1, "train.csv", "a header and no row", "train", "small.yaml");
    }

    @Test
    void aLabelUnseenInTraining() throws Exception {
        write("dev.csv", "text,label\nred car,vehicle\nblue whale,animal\n");
        refused(1, "dev.csv:3", "'animal' does not occur in the training data", "train", "small.yaml");
    }

    @Test
    void oneClassOnly() throws Exception {
        write("train.csv", "text,label\nred apple,fruit\ngreen pear,fruit\n");
        refused(1, "data.train", "two classes or more", "train", "small.yaml");
    }

    @Test
    void noLabelColumn() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("text: text, label: label", "text: text"));
        refused(1, "train.csv:2", "no label", "train", "small.yaml");
    }

    @Test
    void aRowWithTooFewColumns() throws Exception {
        write("train.csv", "text,label\nred apple,fruit\ngreen pear\nfast car,vehicle\n");
        refused(1, "train.csv:3", "column", "train", "small.yaml");
    }

    @Test
    void anUnknownColumnNamesTheNearest() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("path: train.csv, text: text", "path: train.csv, text: txt"));
        refused(1, "train.csv", "'text'", "train", "small.yaml");
    }

    @Test
    void binaryGarbageAsData() throws Exception {
        byte[] garbage = new byte[4096];
        new Random(5).nextBytes(garbage);
        Files.write(folder.resolve("train.csv"), garbage);
        refused(1, "train.csv", ".", "train", "small.yaml");
    }

    // ---- descriptors

    @Test
    void missingDescriptor() throws Exception {
        refused(2, "nowhere.yaml", "no such file", "validate", "nowhere.yaml");
    }

    @Test
    void binaryGarbageAsDescriptor() throws Exception {
        byte[] garbage = new byte[4096];
        new Random(6).nextBytes(garbage);
        Files.write(folder.resolve("small.yaml"), garbage);
        refused(2, "small.yaml", ".", "validate", "small.yaml");
    }

    @Test
    void tabs() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("  loss: cross-entropy", "\tloss: cross-entropy"));
        refused(2, "small.yaml:15", "tab", "validate", "small.yaml");
    }

    @Test
    void duplicateKeys() throws Exception {
        write("small.yaml", DESCRIPTOR + "train: { epochs: 3 }\n");
        refused(2, "small.yaml:19", "train", "validate", "small.yaml");
    }

    @Test
    void anAliasBomb() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9).replaceAll(", $", "")));
        write("small.yaml", bomb.toString());
        refused(2, "small.yaml", "alias", "validate", "small.yaml");
    }

    @Test
    void tenMegabytes() throws Exception {
        write("small.yaml", DESCRIPTOR + "# " + "x".repeat(10 << 20) + "\n");
        refused(2, "small.yaml", "large", "validate", "small.yaml");
    }

    @Test
    void allErrorsAtOnce() throws Exception {
        write(
                "small.yaml",
                DESCRIPTOR
                        .replace("size: 100", "size: many")
                        .replace("epochs: 2", "epochs: 0")
                        .replace("lowercase", "lowercaze"));
        Result r = graft.run("validate", "small.yaml");
        assertEquals(2, r.exit());
        assertTrue(r.err().contains("small.yaml:7: prepare[0].clean.lowercaze: "), r::toString);
        assertTrue(r.err().contains("Did you mean 'lowercase'?"), r::toString);
        assertTrue(r.err().contains("small.yaml:9: prepare[2].vocabulary.size: "), r::toString);
        assertTrue(r.err().contains("small.yaml:18: train.epochs: "), r::toString);
    }

    @Test
    void anUnknownComponentNamesTheNearest() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("unicode-words", "unicode-wrods"));
        refused(2, "small.yaml:8: prepare[1]", "Did you mean 'unicode-words'?", "validate", "small.yaml");
    }

    @Test
    void aComponentOfTheWrongKind() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("loss: cross-entropy", "loss: adam"));
        refused(2, "small.yaml:15: model.loss", "optimizer", "validate", "small.yaml");
    }

    @Test
    void aChainWhoseTypesDoNotFit() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("  - unicode-words\n", ""));
        refused(2, "small.yaml:8: prepare[1]", "'vocabulary' takes tokens", "validate", "small.yaml");
    }

    @Test
    void shapesThatDoNotFit() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("    - mean-pool\n", ""));
        refused(2, "small.yaml:13: model.layers[1]", "dense", "validate", "small.yaml");
    }

    @Test
    void theWrongNumberOfOutputsIsSaidBeforeTraining() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("units: classes", "units: 7"));
        refused(2, "model.loss", "units: classes", "train", "small.yaml");
    }

    @Test
    void setOfAnUnknownPath() throws Exception {
        refused(2, "train.epoch", "epochs", "train", "small.yaml", "--set", "train.epoch=3");
    }

    @Test
    void aVariableThatIsNotAllowed() throws Exception {
        write("small.yaml", DESCRIPTOR.replace("path: train.csv", "path: '${env:HOME}/train.csv'"));
        refused(2, "small.yaml:4", "HOME", "validate", "small.yaml");
    }

    // ---- calls and runs

    @Test
    void anUnknownCommandIsAWrongCall() throws Exception {
        refused(2, "trian", "train", "trian", "small.yaml");
    }

    @Test
    void anUnknownPipeline() throws Exception {
        refused(2, "nothing", "", "predict", "nothing");
    }

    @Test
    void aDivergingRunKeepsTheLastGoodCheckpointAndSaysWhatToTry() throws Exception {
        write(
                "small.yaml",
                DESCRIPTOR
                        .replace("adam: { learningRate: 0.01 }", "sgd: { learningRate: 1e30 }")
                        .replace("epochs: 2", "epochs: 200, checkpoint: { every: 1 steps }"));
        Result r = graft.run("train", "small.yaml");
        assertEquals(1, r.exit(), r::toString);
        assertTrue(r.err().contains("smaller learning rate"), r::toString);
        assertTrue(graft.run("runs").out().contains("failed"));
        assertFalse(graft.run("models").out().contains("small"), "no model may be left");
    }

    @Test
    void aDamagedModelIsRefused() throws Exception {
        assertEquals(0, graft.run("train", "small.yaml").exit());
        Path model;
        try (Stream<Path> files = Files.walk(folder.resolve("home/models"))) {
            model = files.filter(f -> f.toString().endsWith(".graft"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        refused(1, "1.graft", "damaged", "predict", "small");
        assertTrue(graft.run("models").out().contains("DAMAGED"));
    }

    @Test
    void jsonErrorsAreOneDocument() throws Exception {
        Result r = graft.run("--json", "train", "small.yaml", "--set", "model.loss=crossentropy");
        assertEquals(2, r.exit(), r::toString);
        assertTrue(
                r.out().startsWith("{")
                        && r.out().contains("\"code\" : \"UNKNOWN_COMPONENT\"")
                        && r.out().contains("\"at\" : \"model.loss\""),
                r::toString);
    }
}
