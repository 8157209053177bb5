package io.graft.benchmark.engines;

import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.util.Arrays;
import java.util.Random;

/** Made-up rows whose class can be learned, mostly. */
final class Batches {
    private Batches() {}

    static Batch[] of(Graph graph, int count, int rows, long seed) {
        Random random = new Random(seed);
        Batch[] batches = new Batch[count];
        for (int i = 0; i < count; i++) batches[i] = batch(graph, rows, random);
        return batches;
    }

    private static Batch batch(Graph graph, int rows, Random random) {
        Batch batch = new Batch(graph.inputs(), rows);
        batch.rows(rows);
        Arrays.fill(batch.floats("weight"), 1);
        for (int r = 0; r < rows; r++) {
            int label = random.nextInt(Networks.CLASSES);
            batch.ints("label")[r] = random.nextInt(20) == 0 ? random.nextInt(Networks.CLASSES) : label;
            if (batch.slot("x") >= 0) features(batch, r, label, random);
            if (batch.slot("ids") >= 0) words(batch, r, label, random);
        }
        return batch;
    }

    private static void features(Batch batch, int r, int label, Random random) {
        int width = batch.width(batch.slot("x"));
        for (int i = 0; i < width; i++)
            batch.floats("x")[r * width + i] =
                    (float) (random.nextGaussian() + (i % Networks.CLASSES == label ? 1 : 0));
    }

    /** Words as frequent as Zipf's law says, every third telling the class; with a mask, rows have one word or more, else all. */
    private static void words(Batch batch, int r, int label, Random random) {
        int length = batch.width(batch.slot("ids"));
        boolean masked = batch.slot("mask") >= 0;
        int count = masked ? 1 + random.nextInt(length) : length;
        for (int i = 0; i < count; i++) {
            int word = (int) Math.exp(random.nextDouble() * Math.log(Networks.VOCABULARY));
            int telling = Math.min(word - word % Networks.CLASSES + label, Networks.VOCABULARY - 1);
            batch.ints("ids")[r * length + i] = i % 3 == 0 ? telling : word;
            if (masked) batch.floats("mask")[r * length + i] = 1;
        }
    }
}
