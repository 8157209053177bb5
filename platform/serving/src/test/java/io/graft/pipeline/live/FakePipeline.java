package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.pipeline.Decoding;
import io.graft.pipeline.Input;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pipeline whose answers are known: a text is of the class that stands at its index modulo the number of classes, where the index is the text's length; numbers
 * of the class of their rounded sum. The score is 0.75, those of the other classes share the rest. Texts that begin with {@code !} do something else.
 */
public final class FakePipeline implements LivePipeline {
    public volatile Face face;
    /** When set, answering waits for it. */
    public volatile CountDownLatch gate;
    /** Answering that waits, or has waited. */
    public final AtomicInteger entered = new AtomicInteger();
    /** The rows of each batch. */
    public final List<Integer> batches = new CopyOnWriteArrayList<>();

    public FakePipeline(Face face) {
        this.face = face;
    }

    /** A classifier of texts. */
    public static Face texts(String name, int generation, int model) {
        return new Face(name, generation, model, true, 0, List.of("billing", "technical", "größer"), 3, 8, "fake");
    }

    /** A classifier of three numbers. */
    public static Face numbers(String name) {
        return new Face(name, 1, 1, false, 3, List.of("no", "yes"), 2, 8, "fake");
    }

    /** A regression of two values from three numbers. */
    public static Face regression(String name) {
        return new Face(name, 1, 1, false, 3, List.of(), 2, 8, "fake");
    }

    /** A classifier of images, sounds or rows of a table, by the sum of what is in them. */
    public static Face media(String name, DataType takes) {
        List<String> labels = List.of("no", "yes");
        return new Face(name, 1, 1, takes, labels, 2, 8, "fake", Decoding.classes(labels));
    }

    @Override
    public String name() {
        return face.pipeline();
    }

    @Override
    public Face face() {
        Face now = face;
        if (now == null) throw new PipelineException(ErrorCode.NOT_READY, "prepare[1]", "It waits for a tokenizer.");
        return now;
    }

    @Override
    public void answer(Answers answers) {
        Face now = face();
        entered.incrementAndGet();
        CountDownLatch waits = gate;
        if (waits != null) await(waits);
        batches.add(answers.rows());
        float[] scores = answers.begin(now);
        for (int row = 0; row < answers.rows(); row++) answer(answers, row, now, scores);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Answers answers, int row, Face face, float[] scores) {
        int at = row * face.width();
        int best;
        if (face.readsText()) {
            String text = answers.text(row).toString();
            special(answers, row, text);
            best = text.length() % face.width();
        } else {
            float sum = sum(answers, row);
            if (face.labels().isEmpty()) {
                scores[at] = sum;
                scores[at + 1] = -sum;
                return;
            }
            best = Math.floorMod(Math.round(sum), face.width());
        }
        for (int i = 0; i < face.width(); i++) scores[at + i] = i == best ? 0.75f : 0.25f / (face.width() - 1);
    }

    private static float sum(Answers answers, int row) {
        float sum = 0;
        if (answers.numbers(row) != null) for (float n : answers.numbers(row)) sum += n;
        else if (answers.input(row) instanceof Input.Picture p) {
            for (float n : p.values()) sum += n;
            sum += 10 * p.values()[p.values().length - 1]; // the last plane's last element
        } else if (answers.input(row) instanceof Input.Sound s) {
            for (float n : s.samples()) sum += n;
            sum += s.sampleRate();
        } else if (answers.input(row) instanceof Input.File f) sum = f.bytes()[0];
        else sum = ((Number) ((Input.Cells) answers.input(row)).cells().get("age")).floatValue();
        return sum;
    }

    private static void special(Answers answers, int row, String text) {
        switch (text) {
            case "!row" ->
                answers.fail(
                        row, new PipelineException(ErrorCode.PLUGIN_FAILED, "prepare[1]", "The tokenizer failed."));
            case "!bad" -> answers.fail(row, new PipelineException(ErrorCode.BAD_DATA, "prepare[0]", "No such text."));
            case "!batch" -> throw new PipelineException(ErrorCode.PLUGIN_FAILED, "backend", "The backend failed.");
            case "!link" -> throw new NoClassDefFoundError("io/acme/Words");
            case "!runtime" -> throw new IllegalStateException("broken");
            default -> {
                // an ordinary text
            }
        }
    }
}
