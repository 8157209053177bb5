package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Decoder;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
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
    private final Decoding decoding;
    private final Session session;
    private final StepChain chain;
    private final DataType takes;
    private final Decoder decoder;
    private final Sample sample = new Sample();
    private float[] cells;
    private String[] words;
    private final Batch inputs;
    private final Batch outputs;
    private final int[] slots;
    private final int scores;

    /**
     * A worker that owns its chain and its session.
     *
     * @param chain null for rows of numbers
     * @param takes what the chain takes
     * @param decoder makes images or sounds of bytes; null when there is none
     */
    Worker(
            Graph graph,
            StepChain chain,
            DataType takes,
            Decoder decoder,
            Part backend,
            Session session,
            Underway underway,
            Decoding decoding,
            int maxRows) {
        this.backend = backend;
        this.underway = underway;
        this.decoding = decoding;
        this.chain = chain;
        this.takes = takes;
        this.decoder = decoder;
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

    /** What rows are. */
    public DataType takes() {
        return chain == null
                ? new DataType.Tensors(List.of(Feature.floats(inputs.names().get(slots[0]), numbers())))
                : takes;
    }

    /** Whether rows are texts. */
    public boolean readsText() {
        return chain != null && takes instanceof DataType.Text;
    }

    /**
     * Prepares a row of the next batch.
     *
     * @throws PipelineException of code BAD_DATA when the pipeline does not take it
     */
    public void input(int row, Input input) {
        if (chain == null) {
            if (!(input instanceof Input.Numbers n)) throw wrong(input);
            numbers(row, n.numbers());
            return;
        }
        if (input instanceof Input.File file) decode(file);
        else if (input instanceof Input.Cells given && takes instanceof DataType.Table table) cells(given, table);
        else if (input instanceof Input.Sound sound && sound.sampleRate() == 0 && takes instanceof DataType.Audio audio)
            new Input.Sound(sound.samples(), audio.sampleRate()).into(sample);
        else if (input instanceof Input.Text && takes instanceof DataType.Text
                || input instanceof Input.Picture && takes instanceof DataType.Image
                || input instanceof Input.Sound && takes instanceof DataType.Audio) input.into(sample);
        else throw wrong(input);
        chain.prepare(sample, inputs, slots, row);
    }

    private void decode(Input.File file) {
        if (!(takes instanceof DataType.Image) && !(takes instanceof DataType.Audio)) throw wrong(file);
        String what = takes instanceof DataType.Image ? "images" : "sounds";
        if (decoder == null)
            throw new PipelineException(
                    ErrorCode.PLUGIN_UNAVAILABLE,
                    "",
                    "No plug-in is installed that decodes files of " + what + "; send their numbers instead.");
        byte[] bytes = file.bytes();
        decoder.decode(bytes, 0, bytes.length, sample);
    }

    private void cells(Input.Cells given, DataType.Table table) {
        if (cells == null) {
            cells = new float[table.columns().size()];
            words = new String[cells.length];
        }
        Input.cells(given, table, sample, cells, words);
    }

    private PipelineException wrong(Input input) {
        return new PipelineException(
                ErrorCode.BAD_DATA, "", "The pipeline takes " + takes() + ", but the row is " + input.what() + ".");
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
        return Decoding.best(scores(), row * width(), width());
    }

    /** How answers are read off the scores. */
    public Decoding decoding() {
        return decoding;
    }

    /** A row's answer: its label, or the labels of a sequence as the data writes them. */
    public String label(int row) {
        return decoding.label(scores(), row * width(), width());
    }

    /** How sure a row's answer is. */
    public float score(int row) {
        return decoding.score(scores(), row * width(), width());
    }

    @Override
    public void close() {
        underway.enter(backend);
        try {
            session.close();
        } finally {
            underway.leave();
            if (chain != null) chain.close();
            end();
        }
    }

    private void end() {
        if (!(decoder instanceof AutoCloseable closeable)) return;
        try {
            closeable.close();
        } catch (Exception | LinkageError e) {
            System.getLogger(Worker.class.getName()).log(System.Logger.Level.WARNING, "a decoder did not close: " + e);
        }
    }
}
