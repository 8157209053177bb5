package io.graft.backend.jvm;

import java.util.Arrays;

/**
 * A table of which a step touches few rows: its gradient, and its rows that are behind.
 *
 * <p>Where a rule leaves a row without a gradient as it is, or moves it in a way that can be made up for, the row is not visited. Before a
 * row is read or touched, the steps that it missed are applied to it one by one, with the rates they had: bit by bit what visiting all
 * rows in each step gives. {@link #settle} does so for all rows.
 *
 * <p><b>Threading.</b> For one thread at a time.
 */
final class LazyTable {
    /** The most steps that a row may be behind. */
    private static final int MEMORY = 1024;

    private final Variable variable;
    private final int rows;
    private final int width;
    private final float[] gradient;
    private final boolean[] isTouched;
    private final int[] touched;
    private final float[][] slots;
    private final UpdateRule rule;
    private final boolean lazy;
    private final UpdateRule.Move[] moves = new UpdateRule.Move[MEMORY];
    private final int[] done;
    private final boolean[] resting;
    private int count;
    private int missed;

    /**
     * A table that is up to date.
     *
     * @param held whether weights are held down, which moves every row in every step
     */
    LazyTable(Variable variable, float[][] slots, UpdateRule rule, boolean held) {
        this.variable = variable;
        this.slots = slots;
        this.rule = rule;
        this.lazy = !held && rule.idle() != UpdateRule.Idle.MOVES;
        this.rows = variable.parameter().shape().size(0);
        this.gradient = new float[variable.values().length];
        this.width = rows == 0 ? 0 : gradient.length / rows;
        this.isTouched = new boolean[rows];
        this.touched = new int[rows];
        this.done = new int[rows];
        this.resting = new boolean[rows];
        written();
    }

    Variable variable() {
        return variable;
    }

    int width() {
        return width;
    }

    /** Whether rows are visited only when touched. */
    boolean lazy() {
        return lazy;
    }

    /** The gradient of the whole table; rows that were not touched are zero. */
    float[] gradient() {
        return gradient;
    }

    /** Brings rows up to date before they are read. */
    void prepare(int[] ids, int n) {
        for (int i = 0; i < n; i++) if (ids[i] >= 0 && ids[i] < rows) prepare(ids[i]);
    }

    /** Brings a row up to date before it is read. */
    void prepare(int row) {
        if (done[row] < missed) catchUp(row);
    }

    private void catchUp(int row) {
        if (rule.idle() == UpdateRule.Idle.RESTS_AT_ZERO && !resting[row]) {
            int from = row * width;
            for (int s = done[row]; s < missed; s++)
                moves[s].apply(variable.values(), gradient, slots, from, from + width);
        }
        done[row] = missed;
    }

    /** Says that a row of the gradient is being added to. */
    void touch(int row) {
        if (isTouched[row]) return;
        isTouched[row] = true;
        touched[count++] = row;
    }

    /** Moves the touched rows; the others are left behind. */
    void update(UpdateRule.Move move) {
        moves[missed++] = move;
        for (int i = 0; i < count; i++) {
            int row = touched[i];
            int from = row * width;
            move.apply(variable.values(), gradient, slots, from, from + width);
            done[row] = missed;
            resting[row] = false;
        }
        clear();
        if (missed == MEMORY) settle();
    }

    /** Brings all rows up to date. */
    void settle() {
        if (missed == 0) return;
        for (int row = 0; row < rows; row++) prepare(row);
        Arrays.fill(done, 0);
        Arrays.fill(moves, 0, missed, null);
        missed = 0;
    }

    /** Finds out which rows rest, after the table or its slots were written. */
    void written() {
        for (int row = 0; row < rows; row++) resting[row] = rests(row);
    }

    private boolean rests(int row) {
        for (float[] slot : slots) for (int i = row * width; i < (row + 1) * width; i++) if (slot[i] != 0) return false;
        return true;
    }

    /** The sum of squares of the gradient; rows in the order of the table, so that it does not depend on the order of a batch. */
    double squares() {
        Arrays.sort(touched, 0, count);
        double sum = 0;
        for (int r = 0; r < count; r++)
            for (int i = touched[r] * width; i < (touched[r] + 1) * width; i++)
                sum += (double) gradient[i] * gradient[i];
        return sum;
    }

    void scale(float factor) {
        for (int r = 0; r < count; r++)
            for (int i = touched[r] * width; i < (touched[r] + 1) * width; i++) gradient[i] *= factor;
    }

    void bound(float most) {
        for (int r = 0; r < count; r++)
            for (int i = touched[r] * width; i < (touched[r] + 1) * width; i++)
                gradient[i] = Math.max(-most, Math.min(most, gradient[i]));
    }

    /** Makes the gradient zero. */
    void clear() {
        for (int r = 0; r < count; r++) {
            Arrays.fill(gradient, touched[r] * width, (touched[r] + 1) * width, 0f);
            isTouched[touched[r]] = false;
        }
        count = 0;
    }
}
