package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** sign(x) · ln(1 + |x|), for columns with a few very large numbers. <b>Threading.</b> The type is thread-safe. */
@Component(service = TableStepType.class)
@ComponentName("log")
public final class Log implements TableStepType<Log.Settings> {

    /** Which columns. */
    public record Settings(
            @Default("") @Meaning("The columns; without them all columns of numbers.")
            List<String> columns) {

        Chosen chosen() {
            return new Chosen("log", columns, Chosen.Fits.NUMBERS);
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
    public TableStep create(Settings s, Context context) {
        return new TableStep() {
            private int[] columns;

            @Override
            public DataType.Table gives(DataType.Table takes) {
                columns = s.chosen().in(takes);
                return takes;
            }

            @Override
            public void apply(TableRow row) {
                float[] x = row.numbers();
                for (int c : columns) x[c] = Math.copySign((float) Math.log1p(Math.abs(x[c])), x[c]);
            }
        };
    }
}
