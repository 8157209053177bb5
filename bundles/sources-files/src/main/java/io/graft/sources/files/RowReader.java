package io.graft.sources.files;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Goes from usable row to usable row: renames labels, and skips or reports bad rows as the settings say.
 *
 * <p><b>Errors.</b> BAD_DATA for a bad row beyond those that may be skipped, for a file that cannot be read, and for
 * one without usable rows.
 */
abstract class RowReader implements SampleReader {
    private final Policy policy;
    private final String name;
    private int bad;
    private long dropped;
    private long given;
    private boolean ended;

    /**
     * How rows are treated, over all passes of a source.
     *
     * @param labels renames labels
     * @param badRows how many rows may be skipped in a pass
     * @param context where skipped rows are told
     * @param told how many skipped rows were told already, so that a second pass tells them not again
     */
    record Policy(LabelMap labels, int badRows, Context context, AtomicLong told) {
        Policy(LabelMap labels, int badRows, Context context) {
            this(labels, badRows, context, new AtomicLong());
        }
    }

    RowReader(Policy policy, String name) {
        this.policy = policy;
        this.name = name;
    }

    /** Fills in the next row; false at the end. A label is given as it is written. */
    abstract boolean row(Sample sample) throws IOException, BadRow;

    /** What is wrong with a source that has no row at all. */
    String noRows() {
        return "The file '" + name + "' holds no row.";
    }

    @Override
    public final boolean next(Sample sample) {
        if (ended) return false;
        while (true) {
            sample.clear();
            sample.file = name;
            try {
                if (!row(sample)) return end();
                if (sample.label == null) {
                    given++;
                    return true;
                }
                String label = sample.label.strip();
                if (label.isEmpty()) throw new BadRow("has an empty label");
                sample.label = policy.labels().name(label);
                if (sample.label != null) {
                    given++;
                    return true;
                }
                dropped++;
            } catch (BadRow e) {
                skip(sample, e);
            } catch (IOException e) {
                String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                throw new PipelineException(
                        ErrorCode.BAD_DATA, sample.place(), "'" + sample.file + "' cannot be read: " + why + ".", e);
            }
        }
    }

    private void skip(Sample sample, BadRow e) {
        String sentence =
                (sample.line > 0 ? "Line " + sample.line + " of '" + sample.file + "' " : "'" + sample.file + "' ")
                        + e.getMessage();
        if (bad++ >= policy.badRows()) {
            String hint = policy.badRows() == 0
                    ? " Mend it, or set 'badRows' to the number of such rows that may be skipped."
                    : " " + policy.badRows()
                            + " bad rows before it were skipped, which is as many as 'badRows' allows.";
            throw new PipelineException(ErrorCode.BAD_DATA, sample.place(), sentence + "." + hint);
        }
        if (policy.told().getAndUpdate(n -> Math.max(n, bad)) < bad)
            policy.context().warn(sentence + "; the row was skipped.");
    }

    private boolean end() {
        ended = true;
        if (given > 0) return false;
        String sentence = bad + dropped == 0
                ? noRows()
                : "No row of '" + name + "' can be used: " + bad + " are bad, " + dropped
                        + " have a label that the map of labels does not know.";
        throw new PipelineException(ErrorCode.BAD_DATA, name, sentence);
    }
}
