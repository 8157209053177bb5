package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.distribution.GraftCommand.Result;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no text goes the same way into use: trained, asked by files, folders and JSON. */
class ImagesSoundsTablesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RATE = 8000;

    @TempDir
    private Path folder;

    private GraftCommand graft;

    @BeforeEach
    void command() {
        graft = new GraftCommand(folder, folder);
    }

    @Test
    void imagesOfFoldersAreLearntAndAnswered() throws Exception {
        Random random = new Random(7);
        for (String part : new String[] {"train", "dev", "new"})
            for (int i = 0; i < 24; i++) {
                boolean upright = i % 2 == 0;
                Path to = Files.createDirectories(folder.resolve(part).resolve(upright ? "upright" : "lying"));
                ImageIO.write(
                        stripes(upright, random), "png", to.resolve(i + ".png").toFile());
            }
        train("""
                graft: 1
                pipeline: stripes
                data:
                  train:      { image-folders: { path: train } }
                  validation: { image-folders: { path: dev } }
                prepare: [{ resize: { height: 12, width: 12 } }, grayscale, normalize-image]
                model:
                  layers: [{ conv2d: { filters: 4, activation: relu } }, global-max-pool, { dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: { adam: { learningRate: 0.05 } }
                metrics: [accuracy]
                train: { epochs: 15, batch: 8, seed: 7 }
                """);
        assertEquals(24, right(answers(graft.run("predict", "stripes", "--input", "new"))), "a folder");
        String names = "new/upright/0.png\nnew/lying/1.png\n";
        List<JsonNode> asked = answers(graft.runWithInput(names, "predict", "stripes"));
        assertEquals(List.of("upright", "lying"), labels(asked), "names of files");

        Files.writeString(folder.resolve("broken.png"), "no picture");
        refused(graft.runWithInput("broken.png\n", "predict", "stripes"), "broken.png");
        refused(graft.runWithInput("missing.png\n", "predict", "stripes"), "missing.png");
    }

    @Test
    void soundsAreLearntAndAnswered() throws Exception {
        Random random = new Random(7);
        for (String part : new String[] {"train", "dev"}) {
            Files.createDirectories(folder.resolve(part));
            for (int i = 0; i < 24; i++) {
                String label = i % 2 == 0 ? "low" : "high";
                tone(i % 2 == 0 ? 300 : 2000, random, folder.resolve(part).resolve(label + "_" + i + ".wav"));
            }
        }
        train("""
                graft: 1
                pipeline: tones
                data:
                  train:      { wav-files: { path: train, label: '([a-z]+)_.*', rate: 8000 } }
                  validation: { wav-files: { path: dev, label: '([a-z]+)_.*', rate: 8000 } }
                prepare: [{ log-mel: { seconds: 0.3, mels: 16 } }]
                model:
                  layers: [mean-pool, { dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: { adam: { learningRate: 0.05 } }
                metrics: [accuracy]
                train: { epochs: 15, batch: 8, seed: 7 }
                """);
        assertEquals(24, right(answers(graft.run("predict", "tones", "--input", "dev"))), "a folder");
        List<JsonNode> asked = answers(graft.runWithInput("dev/high_1.wav\n", "predict", "tones"));
        assertEquals(List.of("high"), labels(asked), "the name of a file");
    }

    @Test
    void rowsOfTablesAreLearntAndAnsweredWithoutTheirLabel() throws Exception {
        Random random = new Random(7);
        StringBuilder known = new StringBuilder("age,job,class\n");
        StringBuilder unknown = new StringBuilder("age,job\n");
        for (int i = 0; i < 80; i++) {
            boolean old = i % 2 == 0;
            String row = (old ? 60 + random.nextInt(20) : 20 + random.nextInt(20)) + "," + (old ? "king" : "page");
            known.append(i % 7 == 0 ? row.replaceAll("^\\d+", "?") : row).append(old ? ",old\n" : ",young\n");
            unknown.append(row).append('\n');
        }
        Files.writeString(folder.resolve("known.csv"), known);
        Files.writeString(folder.resolve("unknown.csv"), unknown);
        train("""
                graft: 1
                pipeline: ages
                data:
                  train:      { table: { path: known.csv, label: class } }
                  validation: { table: { path: known.csv, label: class } }
                prepare: [{ impute: {} }, { scale: {} }, { one-hot: {} }]
                model:
                  layers: [{ dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: { adam: { learningRate: 0.05 } }
                metrics: [accuracy]
                train: { epochs: 15, batch: 8, seed: 7 }
                """);
        List<JsonNode> rows = answers(graft.run("predict", "ages", "--input", "unknown.csv"));
        assertEquals(80, rows.size());
        for (int i = 0; i < 80; i++)
            assertEquals(i % 2 == 0 ? "old" : "young", rows.get(i).path("label").asText(), "row " + i);
        String lines = "{\"age\":70,\"job\":\"king\"}\n{\"age\":null,\"job\":\"page\"}\n";
        List<JsonNode> asked = answers(graft.runWithInput(lines, "predict", "ages"));
        assertEquals(List.of("old", "young"), labels(asked), "JSON objects");
        refused(graft.runWithInput(lines + "70,king\n", "predict", "ages"), "Line 3");
        Files.writeString(folder.resolve("numbers.csv"), "job,age\n007,70\n");
        refused(graft.run("predict", "ages", "--input", "numbers.csv"), "takes words there");
        Files.writeString(folder.resolve("narrow.csv"), "age\n70\n");
        refused(graft.run("predict", "ages", "--input", "narrow.csv"), "no column 'job'");
    }

    private void train(String descriptor) throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), descriptor);
        Result trained = graft.run("train", "pipeline.yaml", "--json");
        assertEquals(0, trained.exit(), trained::toString);
        double accuracy = JSON.readTree(trained.out()).at("/metrics/accuracy").asDouble();
        assertEquals(1, accuracy, trained::toString);
    }

    private static List<JsonNode> answers(Result predicted) throws IOException {
        assertEquals(0, predicted.exit(), predicted::toString);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : predicted.out().strip().split("\n")) answers.add(JSON.readTree(line));
        return answers;
    }

    /** How many answers name the class that the place of their row names. */
    private static long right(List<JsonNode> answers) {
        return answers.stream()
                .filter(a -> a.path("row").asText().contains(a.path("label").asText()))
                .count();
    }

    private static List<String> labels(List<JsonNode> answers) {
        return answers.stream().map(a -> a.path("label").asText()).toList();
    }

    private static void refused(Result result, String word) {
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.err().contains(word), result::toString);
    }

    private static BufferedImage stripes(boolean upright, Random random) {
        BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
        int phase = random.nextInt(4);
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++)
                if (((upright ? x : y) + phase) / 2 % 2 == 0) image.setRGB(x, y, 0xffffff);
        return image;
    }

    private static void tone(double hertz, Random random, Path to) throws IOException {
        byte[] samples = new byte[2 * RATE * 3 / 10];
        double phase = random.nextDouble() * 2 * Math.PI;
        for (int i = 0; i < samples.length / 2; i++) {
            int value = (int) (12000 * Math.sin(phase + 2 * Math.PI * hertz * i / RATE)) + random.nextInt(1000) - 500;
            samples[2 * i] = (byte) value;
            samples[2 * i + 1] = (byte) (value >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2),
                AudioFileFormat.Type.WAVE,
                to.toFile());
    }
}
