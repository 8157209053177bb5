package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a pipeline in a row, for one worker: text in, numbers of one row out. Training and serving call the same chain.
 *
 * <p><b>Lifecycle.</b> {@link #close} closes its steps. <b>Threading.</b> For one thread. Nothing is allocated per row or token.
 *
 * <p><b>Errors.</b> What a step throws becomes a {@link PipelineException} of code PLUGIN_FAILED that names it.
 */
public final class StepChain implements AutoCloseable {
    private final List<Cleaner> cleaners = new ArrayList<>();
    private final List<TokenFilter> filters = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Object> steps = new ArrayList<>();
    private Tokenizer tokenizer;
    private Vectorizer vectorizer;
    private final boolean training;
    private final Underway underway;

    private final TextBuffer text = new TextBuffer();
    private final Tokens tokens = new Tokens();
    private int running;

    StepChain(boolean training, Underway underway) {
        this.training = training;
        this.underway = underway;
    }

    /** Appends a step; the assembly has checked that it fits. */
    void append(Part part, Object step) {
        parts.add(part);
        steps.add(step);
        if (step instanceof Cleaner c) cleaners.add(c);
        else if (step instanceof TokenFilter f) filters.add(f);
        else if (step instanceof Tokenizer t) tokenizer = t;
        else vectorizer = (Vectorizer) step;
    }

    /** What the last step gives. */
    public List<Feature> features() {
        return vectorizer.features();
    }

    /**
     * Prepares one row.
     *
     * @param slots the batch's slots of the {@link #features()}
     * @return false when a cleaner dropped the row from training
     */
    public boolean prepare(CharSequence raw, Batch batch, int[] slots, int row) {
        if (!tokens(raw)) return false;
        try {
            running = steps.size() - 1;
            vectorizer.vectorize(tokens, batch, slots, row);
            return true;
        } catch (RuntimeException | LinkageError e) {
            throw failed(raw, e);
        }
    }

    /** Runs the steps up to the tokens; false when a cleaner dropped the row from training. */
    boolean tokens(CharSequence raw) {
        if (!clean(raw)) return false;
        try {
            if (tokenizer == null) return true;
            tokens.reset(text);
            running = cleaners.size();
            tokenizer.tokenize(text, tokens);
            for (int i = 0; i < filters.size(); i++) {
                running = cleaners.size() + 1 + i;
                filters.get(i).filter(tokens);
            }
            return true;
        } catch (RuntimeException | LinkageError e) {
            throw failed(raw, e);
        }
    }

    private boolean clean(CharSequence raw) {
        if (raw == null)
            throw new PipelineException(ErrorCode.PLUGIN_FAILED, "data", "The source gave a row without a text.");
        try {
            text.set(raw);
            boolean kept = true;
            for (int i = 0; i < cleaners.size(); i++) {
                running = i;
                Cleaner cleaner = cleaners.get(i);
                if (!training && cleaner.trainingOnly()) continue;
                if (!cleaner.clean(text) && training) kept = false;
                if (!kept) break;
            }
            return kept;
        } catch (RuntimeException | LinkageError e) {
            throw failed(raw, e);
        }
    }

    /** The cleaned text of the row last prepared. */
    TextBuffer text() {
        return text;
    }

    /** The tokens of the row last prepared. */
    Tokens tokens() {
        return tokens;
    }

    private PipelineException failed(CharSequence raw, Throwable e) {
        if (e instanceof PipelineException p) return p;
        Part part = parts.get(running);
        String shown = raw.length() > 60 ? raw.subSequence(0, 60) + "…" : raw.toString();
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED,
                part.reference().path(),
                "'" + part.reference().name() + "' of " + part.offer().plugin() + " failed on the text \"" + shown
                        + "\": " + e + ".",
                e);
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
