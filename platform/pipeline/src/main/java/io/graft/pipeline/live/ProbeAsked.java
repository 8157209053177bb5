package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.api.model.Target;
import io.graft.pipeline.Decoding;
import io.graft.pipeline.Generation;
import io.graft.pipeline.ProbeSet;
import io.graft.pipeline.Worker;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A generation and what it answered to the probe rows.
 *
 * <p><b>Lifecycle.</b> {@link #answer}, then the rest. <b>Threading.</b> For one thread.
 */
final class ProbeAsked implements AutoCloseable {
    private final Worker worker;
    private final Runnable progress;
    private final Consumer<Worker> end;
    private final List<String> labels;
    private final List<ProbeSet.Row> rows;
    private final float[][] scores;
    private int failed;
    private String failure = "";

    /** Asks a generation; tells progress before each batch. */
    ProbeAsked(Generation generation, List<ProbeSet.Row> rows, Runnable progress) {
        this(generation, rows, progress, Worker::close);
    }

    private ProbeAsked(Generation generation, List<ProbeSet.Row> rows, Runnable progress, Consumer<Worker> end) {
        this.progress = progress;
        this.end = end;
        progress.run();
        worker = generation.worker();
        labels = generation.model().labels();
        this.rows = rows;
        scores = new float[rows.size()][];
    }

    /** A generation in use that has answered all rows; it is leased as long as this is not closed. */
    static ProbeAsked leased(ServingGeneration serving, List<ProbeSet.Row> rows, Runnable progress) {
        if (!serving.lease())
            throw new PipelineException(io.graft.api.ErrorCode.NOT_READY, "", "It has been replaced meanwhile.");
        ProbeAsked asked;
        try {
            asked = new ProbeAsked(serving.generation(), rows, progress, worker -> {
                serving.discard(worker);
                serving.giveBack();
            });
        } catch (RuntimeException | Error e) {
            serving.giveBack();
            throw e;
        }
        try {
            asked.answer();
            return asked;
        } catch (RuntimeException | Error e) {
            asked.close();
            throw e;
        }
    }

    /** Answers all rows in batches as large as requests make them. */
    void answer() {
        int[] batch = new int[worker.capacity()];
        int filled = 0;
        progress.run();
        for (int row = 0; row < rows.size(); row++) {
            try {
                put(filled, rows.get(row));
                batch[filled++] = row;
            } catch (PipelineException e) {
                fail(row, e.getMessage());
            }
            if (filled == batch.length) {
                run(batch, filled);
                filled = 0;
            }
        }
        if (filled > 0) run(batch, filled);
    }

    private void put(int place, ProbeSet.Row row) {
        worker.input(place, row.input());
    }

    private void run(int[] batch, int filled) {
        progress.run();
        try {
            worker.run(filled);
        } catch (PipelineException e) {
            for (int i = 0; i < filled; i++) fail(batch[i], e.getMessage());
            return;
        }
        int width = worker.width();
        for (int i = 0; i < filled; i++) {
            float[] answer = Arrays.copyOfRange(worker.scores(), i * width, (i + 1) * width);
            if (finite(answer)) scores[batch[i]] = answer;
            else fail(batch[i], "Its scores are not finite numbers.");
        }
    }

    private static boolean finite(float[] answer) {
        for (float score : answer) if (!Float.isFinite(score)) return false;
        return true;
    }

    private void fail(int row, String why) {
        scores[row] = null;
        if (failed++ == 0) failure = why;
    }

    /**
     * Answers one row alone.
     *
     * @return how long it took, in nanoseconds; -1 when it failed
     */
    long time(int row) {
        long begin = System.nanoTime();
        try {
            put(0, rows.get(row));
            worker.run(1);
        } catch (PipelineException e) {
            return -1;
        }
        return System.nanoTime() - begin;
    }

    /** How many rows failed. */
    int failed() {
        return failed;
    }

    /** Why the first row that failed did; empty when none did. */
    String failure() {
        return failure;
    }

    /** The scores of a row, or null when it failed. */
    float[] scores(int row) {
        return scores[row];
    }

    /** The names of the classes; empty when the scores are numbers that were asked for. */
    List<String> labels() {
        return labels;
    }

    /** How many scores a row has. */
    int width() {
        return worker.width();
    }

    /** The answer to a row, or null when it failed; without classes the index of the greatest number. */
    String best(int row) {
        float[] answer = scores[row];
        return answer == null ? null : worker.decoding().label(answer, 0, answer.length);
    }

    /** The true sequence of classes of a row; null when this generation does not know one of them. */
    int[] sequence(int row) {
        int[] classes = Decoding.split(rows.get(row).label(), worker.decoding().separator()).stream()
                .mapToInt(labels::indexOf)
                .toArray();
        return Arrays.stream(classes).anyMatch(c -> c < 0) ? null : classes;
    }

    /** The index of the true class of a row; -1 when this generation does not know it, or has none. */
    int label(int row, Target target) {
        if (target == Target.DISTRIBUTION) {
            float[] wanted = numbers(row);
            return wanted == null ? -1 : Decoding.best(wanted, 0, wanted.length);
        }
        return labels.indexOf(rows.get(row).label());
    }

    /** The true numbers of a row; null when its label does not hold as many as there are scores. */
    float[] numbers(int row) {
        String[] words = rows.get(row).label().strip().split("\\s+");
        if (words.length != worker.width()) return null;
        float[] numbers = new float[words.length];
        try {
            for (int i = 0; i < words.length; i++) numbers[i] = Float.parseFloat(words[i]);
        } catch (NumberFormatException e) {
            return null;
        }
        return numbers;
    }

    @Override
    public void close() {
        end.accept(worker);
    }
}
