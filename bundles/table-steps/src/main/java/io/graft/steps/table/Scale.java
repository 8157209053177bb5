package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Brings columns of numbers to one scale that it learned: (x − mean) / deviation, or (x − least) / (most − least).
 *
 * <p>Missing numbers stay missing; a column of one value becomes 0. <b>Threading.</b> The type is thread-safe.
 */
@Component(service = TableStepType.class)
@ComponentName("scale")
public final class Scale implements TableStepType<Scale.Settings>, Learner<Scale.Settings, TableRow> {

    /** The scale. */
    public enum To {
        /** Mean 0 and deviation 1. */
        STANDARD,
        /** From 0 to 1. */
        MIN_MAX,
        /** As it is. */
        NONE
    }

    /** Which columns, and the scale. */
    public record Settings(
            @Default("") @Meaning("The columns; without them all columns of numbers.")
            List<String> columns,

            @Default("standard") @Meaning("The scale: standard (mean 0, deviation 1), min-max (0 to 1) or none.")
            To to) {

        Chosen chosen() {
            return new Chosen("scale", columns, Chosen.Fits.NUMBERS);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Table atMost(Settings s, DataType.Table takes) {
        s.chosen().in(takes);
        return takes;
    }

    @Override
    public Lesson<TableRow> learn(Settings s, Context context) {
        return new ColumnLesson(s.chosen(), column -> new Moments() {
            @Override
            public List<String> learned(String name) {
                boolean any = count > 0;
                double from = !any || s.to() == To.NONE ? 0 : s.to() == To.STANDARD ? mean : least;
                double by = !any || s.to() == To.NONE ? 1 : s.to() == To.STANDARD ? deviation() : most - least;
                return List.of(Float.toString((float) from), Float.toString((float) by > 0 ? (float) by : 1));
            }
        });
    }

    @Override
    public TableStep create(Settings s, Context context) {
        Learned learned = Learned.of(context);
        return new TableStep() {
            private int[] columns;
            private float[] from;
            private float[] by;

            @Override
            public DataType.Table gives(DataType.Table takes) {
                columns = s.chosen().in(takes);
                from = new float[columns.length];
                by = new float[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    float[] both = Learned.floats(
                            learned.of(takes.columns().get(columns[i]).name()));
                    from[i] = both[0];
                    by[i] = both[1];
                }
                return takes;
            }

            @Override
            public void apply(TableRow row) {
                float[] x = row.numbers();
                for (int i = 0; i < columns.length; i++) x[columns[i]] = (x[columns[i]] - from[i]) / by[i];
            }
        };
    }
}
