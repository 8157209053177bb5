package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * A column of 0 and 1 for each value that a column had in the training data, named {@code job=clerk}.
 *
 * <p><b>Threading.</b> The type is thread-safe.
 */
@Component(service = TableStepType.class)
@ComponentName("one-hot")
public final class OneHot implements TableStepType<OneHot.Settings>, Learner<OneHot.Settings, TableRow> {
    /** What the column of other values is called. */
    private static final String OTHER = "(other)";

    /** What becomes of values that have no column of their own, and of missing cells. */
    public enum Unknown {
        /** All columns are 0. */
        ZERO,
        /** They have one column together. */
        OWN
    }

    /** Which columns, and how many values. */
    public record Settings(
            @Default("")
            @Meaning("The columns; without them all columns of words. Columns of numbers can be named too.")
            List<String> columns,

            @Default("100")
            @Min(1)
            @Max(100000)
            @Unit("values")
            @Meaning("How many values of a column get a column of their own, the most frequent first.")
            int most,

            @Default("zero")
            @Meaning(
                    "What other values and missing cells become: zero (no column is 1) or own (one column for them all).")
            Unknown unknown) {

        Chosen chosen() {
            return new Chosen("one-hot", columns, Chosen.Fits.WORDS_OR_NAMED);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Table atMost(Settings s, DataType.Table takes) {
        return Expanding.atMost(s.chosen(), takes, s.most() + (s.unknown() == Unknown.OWN ? 1 : 0));
    }

    @Override
    public Lesson<TableRow> learn(Settings s, Context context) {
        return new ColumnLesson(s.chosen(), column -> new Counts() {
            @Override
            public List<String> learned(String name) {
                return most(s.most());
            }
        });
    }

    @Override
    public TableStep create(Settings s, Context context) {
        Learned learned = Learned.of(context);
        return new Expanding(
                s.chosen(), column -> Values.of(column.name(), learned.of(column.name()), s.unknown() == Unknown.OWN));
    }

    /**
     * The values of one column.
     *
     * @param other the column of all others, or -1
     */
    private record Values(List<String> names, Map<String, Integer> places, int other) implements Expanding.Hot {
        static Values of(String column, List<String> values, boolean own) {
            List<String> names = new ArrayList<>();
            Map<String, Integer> places = new HashMap<>();
            for (String v : values) {
                places.put(v, names.size());
                names.add(column + "=" + v);
            }
            if (own) names.add(column + "=" + OTHER);
            return new Values(List.copyOf(names), places, own ? values.size() : -1);
        }

        @Override
        public int of(TableRow row, int column) {
            String value = Counts.value(row, column);
            Integer place = value == null ? null : places.get(value);
            return place == null ? other : place;
        }
    }
}
