package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.model.Target;
import io.graft.pipeline.Network;
import java.util.Arrays;

/**
 * The labels of rows that have a sequence of them.
 *
 * <p><b>Threading.</b> Immutable once {@link DatasetReader} has filled it.
 */
final class LabelSequences {
    private final Target target;
    private int[][] rows = new int[1024][];
    private int count;
    private int longest;
    private String longestPlace = "";

    /** For labels that belong to positions, or to none. */
    LabelSequences(Target target) {
        this.target = target;
    }

    /** What the loss compares with. */
    Target target() {
        return target;
    }

    /** Adds the labels of the next row. */
    void add(int[] labels, String place) {
        if (count == rows.length) rows = Arrays.copyOf(rows, count + count / 2);
        rows[count++] = labels;
        if (labels.length <= longest) return;
        longest = labels.length;
        longestPlace = place;
    }

    /** The labels of a row. */
    int[] of(int row) {
        return rows[row];
    }

    /** Gives each class another index. */
    void renumber(int[] newIndex) {
        for (int row = 0; row < count; row++)
            for (int i = 0; i < rows[row].length; i++) rows[row][i] = newIndex[rows[row][i]];
    }

    /** Copies the labels of a row into a batch, with their mask. */
    void fill(Batch batch, int slot, int row, int to) {
        int width = batch.width(slot);
        if (target == Target.TRANSCRIPT && longest > width)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    longestPlace,
                    "The row has " + longest + " labels, but the network gives " + width
                            + " positions to put them at; give it longer sequences, or smaller strides.");
        int[] labels = rows[row];
        int n = Math.min(width, labels.length);
        int[] target = batch.ints(slot);
        float[] mask = batch.floats(Network.TARGET_MASK);
        int from = to * width;
        System.arraycopy(labels, 0, target, from, n);
        Arrays.fill(target, from + n, from + width, 0);
        Arrays.fill(mask, from, from + n, 1);
        Arrays.fill(mask, from + n, from + width, 0);
    }
}
