package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a pipeline in a row, for one worker: a row in, its numbers out. Training and serving call the same chain.
 *
 * <p><b>Lifecycle.</b> {@link #close} closes its steps. <b>Threading.</b> For one thread. Nothing is allocated per row or token.
 *
 * <p><b>Errors.</b> What a step throws becomes a {@link PipelineException} of code PLUGIN_FAILED that names it.
 */
public final class StepChain implements AutoCloseable {
    private final List<Part> parts = new ArrayList<>();
    private final List<Object> steps = new ArrayList<>();
    private final Underway underway;
    private final DataType takes;
    private final Row row = new Row();
    private final Sample own = new Sample();
    private Flow gives;
    private List<Feature> features = List.of();
    private Link[] links = new Link[0];

    /** A chain without steps yet: see {@link ChainBuilder}. */
    StepChain(DataType takes, Underway underway) {
        this.takes = takes;
        this.underway = underway;
        gives = Flow.of(takes);
        row.sample = own;
    }

    /** Takes a step into its care: it is closed with the chain. */
    void owns(Part part, Object step) {
        parts.add(part);
        steps.add(step);
    }

    /**
     * Makes it ready.
     *
     * @param flow what flows behind the last step
     * @param given the numbers of a row, when it ends with numbers
     * @param made one link for each step that it owns, in order, then perhaps one that writes the numbers
     */
    void complete(Flow flow, List<Feature> given, List<Link> made) {
        gives = flow;
        features = List.copyOf(given);
        links = made.toArray(Link[]::new);
    }

    /** What the last step gives. */
    public List<Feature> features() {
        return features;
    }

    /**
     * Prepares one row.
     *
     * @param sample the row; steps change it
     * @param slots the batch's slots of the {@link #features()}
     * @return false when a cleaner dropped the row from training
     */
    public boolean prepare(Sample sample, Batch batch, int[] slots, int index) {
        row.batch = batch;
        row.slots = slots;
        row.index = index;
        return through(sample);
    }

    /** Prepares one text. */
    public boolean prepare(CharSequence text, Batch batch, int[] slots, int index) {
        own.text = text;
        return prepare(own, batch, slots, index);
    }

    /** Runs the links; false when a cleaner dropped the row from training. */
    boolean through(Sample sample) {
        begin(sample);
        return run(0);
    }

    /** Runs the links from one on, with the chance of an epoch and a row. */
    void finish(Input kept, int from, long epoch, long place) {
        row.epoch = epoch;
        row.place = place;
        kept.into(own);
        row.sample = own;
        if (takes instanceof DataType.Text) row.text.set(own.text);
        boolean ignored = run(from);
    }

    /** Where the numbers of the next rows go. */
    void to(Batch batch, int[] slots, int index) {
        row.batch = batch;
        row.slots = slots;
        row.index = index;
    }

    private void begin(Sample sample) {
        row.sample = sample;
        if (takes instanceof DataType.Text) {
            if (sample.text == null)
                throw new PipelineException(ErrorCode.PLUGIN_FAILED, "data", "The source gave a row without a text.");
            row.text.set(sample.text);
        } else if (takes instanceof DataType.Image image) Takes.check(sample, image);
        else if (takes instanceof DataType.Audio sound) Takes.check(sample, sound);
        else if (takes instanceof DataType.Table table) Takes.check(sample, table);
    }

    private boolean run(int from) {
        int i = from;
        try {
            for (; i < links.length; i++) if (!links[i].run(row)) return false;
            return true;
        } catch (RuntimeException | LinkageError e) {
            throw failed(i, e);
        }
    }

    /** What flows behind the last step: what a step that comes next would see. */
    Object item() {
        return switch (gives) {
            case TEXT -> row.text;
            case TOKENS -> row.tokens;
            case IMAGES -> row.sample.image;
            case SOUND -> row.sample.sound;
            case TABLE -> row.sample.table;
            case NUMBERS -> throw new IllegalStateException("numbers flow in a batch");
        };
    }

    /** What flows behind the last step, copied. */
    Input kept() {
        return Input.copy(gives, row);
    }

    /** The cleaned text of the row last prepared. */
    TextBuffer text() {
        return row.text;
    }

    /** The tokens of the row last prepared. */
    Tokens tokens() {
        return row.tokens;
    }

    private PipelineException failed(int link, Throwable e) {
        if (e instanceof PipelineException p) {
            if (!p.at().isEmpty()) return p;
            boolean data = p.code() == ErrorCode.BAD_DATA && !row.sample.place().isEmpty();
            String at = data
                    ? row.sample.place()
                    : link < parts.size() ? parts.get(link).reference().path() : "prepare";
            return new PipelineException(p.code(), at, p.getMessage(), p);
        }
        if (link >= parts.size())
            return new PipelineException(
                    ErrorCode.PLUGIN_FAILED, "prepare", "The row cannot be written as numbers: " + e + ".", e);
        Part part = parts.get(link);
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED,
                part.reference().path(),
                "'" + part.reference().name() + "' of " + part.offer().plugin() + " failed on " + shown() + ": " + e
                        + ".",
                e);
    }

    private String shown() {
        if (takes instanceof DataType.Text) {
            CharSequence raw = row.sample.text;
            return "the text \"" + (raw.length() > 60 ? raw.subSequence(0, 60) + "…" : raw) + "\"";
        }
        String what = takes instanceof DataType.Image
                ? "an image of " + row.sample.image.height() + " x " + row.sample.image.width() + " x "
                        + row.sample.image.channels()
                : takes instanceof DataType.Audio ? "a sound of " + row.sample.sound : "the row " + row.sample.table;
        return row.sample.place().isEmpty() ? what : what + " (" + row.sample.place() + ")";
    }

    @Override
    public void close() {
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof AutoCloseable step)) continue;
            underway.enter(parts.get(i));
            try {
                step.close();
            } catch (Exception | LinkageError e) {
                System.getLogger(StepChain.class.getName())
                        .log(System.Logger.Level.WARNING, "a step did not close: " + e);
            } finally {
                underway.leave();
            }
        }
        steps.clear();
    }
}
