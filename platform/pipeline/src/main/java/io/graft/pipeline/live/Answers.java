package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.pipeline.Decoding;
import io.graft.pipeline.Input;
import java.util.Arrays;

/**
 * The rows of a batch and their answers; reused from batch to batch, nothing is allocated for a row.
 *
 * <p><b>Lifecycle.</b> {@link #clear}, {@link #text}, {@link #numbers} or {@link #input} for each row, {@link LivePipeline#answer}, read, and anew.
 * <b>Threading.</b> For one thread at a time.
 */
public final class Answers {
    private CharSequence[] texts = new CharSequence[32];
    private float[][] numbers = new float[32][];
    private Input[] inputs = new Input[32];
    private PipelineException[] failures = new PipelineException[32];
    private int rows;
    private float[] scores = new float[0];
    private Face face;

    /** Forgets the rows. */
    public void clear() {
        Arrays.fill(texts, 0, rows, null);
        Arrays.fill(numbers, 0, rows, null);
        Arrays.fill(inputs, 0, rows, null);
        Arrays.fill(failures, 0, rows, null);
        rows = 0;
        face = null;
    }

    /** Adds a row that is a text. */
    public void text(CharSequence text) {
        grow();
        texts[rows++] = text;
    }

    /** Adds a row of numbers; the array is not copied. */
    public void numbers(float[] row) {
        grow();
        numbers[rows++] = row;
    }

    /** Adds a row that is neither a text nor numbers; what is in it is not copied. */
    public void input(Input row) {
        grow();
        inputs[rows++] = row;
    }

    private void grow() {
        if (rows < texts.length) return;
        texts = Arrays.copyOf(texts, 2 * rows);
        numbers = Arrays.copyOf(numbers, 2 * rows);
        inputs = Arrays.copyOf(inputs, 2 * rows);
        failures = Arrays.copyOf(failures, 2 * rows);
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The text of a row, or null when it is none. */
    CharSequence text(int row) {
        return texts[row];
    }

    /** The numbers of a row, or null when it is of none. */
    float[] numbers(int row) {
        return numbers[row];
    }

    /** A row that is neither a text nor numbers, or null. */
    Input input(int row) {
        return inputs[row];
    }

    /** Adds a row of others; what is in it is copied where it might change. */
    void copy(Answers others, int row) {
        if (others.texts[row] != null) text(others.texts[row].toString());
        else if (others.numbers[row] != null) numbers(others.numbers[row].clone());
        else input(others.inputs[row]);
    }

    /** Makes room for the scores of all rows, by the generation that answers. */
    float[] begin(Face by) {
        face = by;
        Arrays.fill(failures, 0, rows, null);
        if (scores.length < rows * by.width()) scores = new float[rows * by.width()];
        return scores;
    }

    /** Notes that a row failed. */
    void fail(int row, PipelineException why) {
        failures[row] = why;
    }

    /** The generation that answered all rows. */
    public Face face() {
        return face;
    }

    /** Why a row has no answer, or null when it has one. */
    public PipelineException failure(int row) {
        return failures[row];
    }

    /** The scores of all rows, {@code face().width()} for each; longer than that when it was used for more rows before. */
    public float[] scores() {
        return scores;
    }

    /** The index of a row's greatest score. */
    public int best(int row) {
        return Decoding.best(scores, row * face.width(), face.width());
    }

    /** A row's answer: its label, or the labels of a sequence as the data writes them; of numbers the index of the greatest. */
    public String label(int row) {
        return face.decoding().label(scores, row * face.width(), face.width());
    }

    /** How sure a row's answer is. */
    public float score(int row) {
        return face.decoding().score(scores, row * face.width(), face.width());
    }
}
