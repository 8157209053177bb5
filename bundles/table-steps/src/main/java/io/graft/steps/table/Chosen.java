package io.graft.steps.table;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns a step works on: those that are named, or all that fit when none is.
 *
 * @param step what the step is called in messages
 * @param names the names, or none
 * @param fits what it can work on
 */
record Chosen(String step, List<String> names, Fits fits) {

    /** What a step can work on. */
    enum Fits {
        /** Columns of numbers. */
        NUMBERS,
        /** Columns of words; of numbers too when they are named. */
        WORDS_OR_NAMED,
        /** Any column. */
        ALL
    }

    /** The positions of the columns, in the order of the table. */
    int[] in(DataType.Table takes) {
        if (names.isEmpty())
            return IntStream.range(0, takes.columns().size())
                    .filter(i -> fits == Fits.ALL || takes.columns().get(i).number() == (fits == Fits.NUMBERS))
                    .toArray();
        return new LinkedHashSet<>(names)
                .stream().mapToInt(name -> find(name, takes)).sorted().toArray();
    }

    private int find(String name, DataType.Table takes) {
        int at = takes.index(name);
        if (at < 0) {
            List<String> there =
                    takes.columns().stream().map(DataType.Column::name).toList();
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "",
                    "'" + step + "' finds no column '" + name + "'." + NearestName.hint(name, there));
        }
        if (fits == Fits.NUMBERS && !takes.columns().get(at).number())
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    "",
                    "'" + step + "' takes columns of numbers, but '" + name
                            + "' holds words. Leave it out, or turn it into numbers before, e.g. by one-hot.");
        return at;
    }
}
