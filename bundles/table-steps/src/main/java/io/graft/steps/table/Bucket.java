package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * A column of 0 and 1 for each range of a column of numbers: {@code age<25.0}, {@code age 25.0..40.0}, {@code age>=40.0}; a bound belongs to the range above it.
 *
 * <p>Bounds are given, or the quantiles of the training data; quantiles that are equal, or the least number, count once or not. A missing number is in no range.
 * <b>Threading.</b> The type is thread-safe.
 */
@Component(service = TableStepType.class)
@ComponentName("bucket")
public final class Bucket implements TableStepType<Bucket.Settings>, Learner<Bucket.Settings, TableRow> {

    /** Which columns, and the ranges. */
    public record Settings(
            @Default("") @Meaning("The columns; without them all columns of numbers.")
            List<String> columns,

            @Default("4") @Min(2) @Max(1000) @Meaning("How many ranges with as many rows each are learned.")
            int buckets,

            @Default("") @Meaning("The bounds between the ranges, from low to high; learned when none is given.")
            List<Float> bounds) {

        /** Checks the order. */
        public Settings {
            for (int i = 1; i < bounds.size(); i++)
                if (!(bounds.get(i - 1) < bounds.get(i)))
                    throw new IllegalArgumentException(
                            "bounds must rise, but " + bounds.get(i) + " stands behind " + bounds.get(i - 1));
        }

        Chosen chosen() {
            return new Chosen("bucket", columns, Chosen.Fits.NUMBERS);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Table atMost(Settings s, DataType.Table takes) {
        return Expanding.atMost(
                s.chosen(),
                takes,
                s.bounds().isEmpty() ? s.buckets() : s.bounds().size() + 1);
    }

    @Override
    public Lesson<TableRow> learn(Settings s, Context context) {
        return new ColumnLesson(s.chosen(), column -> new Sorted() {
            @Override
            public List<String> learned(String name) {
                if (!s.bounds().isEmpty())
                    return s.bounds().stream().map(b -> Float.toString(b)).toList();
                List<String> bounds = new ArrayList<>();
                float[] sorted = sorted();
                float last = sorted.length == 0 ? Float.POSITIVE_INFINITY : sorted[0];
                for (int i = 1; i < s.buckets() && sorted.length > 0; i++) {
                    float bound = quantile(sorted, (double) i / s.buckets());
                    if (bound > last) bounds.add(Float.toString(bound));
                    last = Math.max(last, bound);
                }
                return bounds;
            }
        });
    }

    @Override
    public TableStep create(Settings s, Context context) {
        Learned learned = Learned.of(context);
        return new Expanding(s.chosen(), column -> {
            float[] bounds = Learned.floats(learned.of(column.name()));
            return new Ranges(names(column.name(), bounds), bounds);
        });
    }

    private static List<String> names(String column, float[] bounds) {
        if (bounds.length == 0) return List.of(column + " known");
        List<String> names = new ArrayList<>();
        names.add(column + "<" + bounds[0]);
        for (int i = 1; i < bounds.length; i++) names.add(column + " " + bounds[i - 1] + ".." + bounds[i]);
        names.add(column + ">=" + bounds[bounds.length - 1]);
        return List.copyOf(names);
    }

    /** The ranges of one column. */
    private record Ranges(List<String> names, float[] bounds) implements Expanding.Hot {
        @Override
        public int of(TableRow row, int column) {
            float x = row.numbers()[column];
            if (Float.isNaN(x)) return -1;
            int range = 0;
            while (range < bounds.length && x >= bounds[range]) range++;
            return range;
        }
    }
}
