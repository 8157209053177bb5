package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.util.List;

/**
 * Answers for one thread: fill rows, run, read scores.
 *
 * <p><b>Lifecycle.</b> {@link #close} gives its session and steps back. <b>Threading.</b> For one thread at a time.
 */
public final class Worker implements AutoCloseable {
    private final Part backend;
    private final Underway underway;
    private final Session session;
    private final StepChain chain;
    private final Batch inputs;
    private final Batch outputs;
    private final int[] slots;
    private final int scores;

    /** A worker that owns the chain, which is null for rows of numbers, and the session. */
    Worker(Graph graph, StepChain chain, Part backend, Session session, Underway underway, int maxRows) {
        this.backend = backend;
        this.underway = underway;
        this.chain = chain;
        this.session = session;
        try {
            inputs = new Batch(Generation.inputs(graph), maxRows);
            outputs = Batch.outputs(graph, List.of(Network.SCORES), maxRows);
            scores = outputs.slot(Network.SCORES);
            slots = chain == null
                    ? new int[] {0}
                    : chain.features().stream()
                            .mapToInt(f -> inputs.slot(f.name()))
                            .toArray();
            for (int i = 0; i < slots.length; i++)
                if (slots[i] < 0)
                    throw new PipelineException(
                            ErrorCode.TYPE_MISMATCH,
                            "prepare",
                            "The steps give '" + chain.features().get(i).name()
                                    + "', which the model was not trained with; it takes " + inputs.names() + ".");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The most rows of a batch. */
    public int capacity() {
        return inputs.capacity();
    }

    /** Prepares a text as a row of the next batch. */
    public void text(int row, CharSequence text) {
        chain.prepare(text, inputs, slots, row);
    }

    /** Whether rows are texts. */
    public boolean readsText() {
        return chain != null;
    }

    /** How many numbers a row has, when rows are numbers. */
    public int numbers() {
        return inputs.width(slots[0]);
    }

    /** Puts numbers into a row of the next batch. */
    public void numbers(int row, float[] numbers) {
        if (numbers.length != numbers())
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    "",
                    "A row has " + numbers() + " numbers, but " + numbers.length + " were given.");
        System.arraycopy(numbers, 0, inputs.floats(slots[0]), row * numbers.length, numbers.length);
    }

    /** Computes the scores of the first so many rows. */
    public void run(int rows) {
        inputs.rows(rows);
        session.run(inputs, outputs);
    }

    /** The scores of the rows, {@link #width()} for each row. */
    public float[] scores() {
        return outputs.floats(scores);
    }

    /** The number of scores of a row. */
    public int width() {
        return outputs.width(scores);
    }

    /** The index of a row's greatest score. */
    public int best(int row) {
        float[] s = scores();
        int from = row * width();
        int best = 0;
        for (int i = 1; i < width(); i++) if (s[from + i] > s[from + best]) best = i;
        return best;
    }

    @Override
    public void close() {
        underway.enter(backend);
        try {
            session.close();
        } finally {
            underway.leave();
            if (chain != null) chain.close();
        }
    }
}
