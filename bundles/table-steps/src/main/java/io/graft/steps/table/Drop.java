package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.DataType;
import io.graft.api.settings.Meaning;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Leaves columns out. <b>Threading.</b> The type is thread-safe. */
@Component(service = TableStepType.class)
@ComponentName("drop")
public final class Drop implements TableStepType<Drop.Settings> {

    /** Which columns. */
    public record Settings(
            @Meaning("The columns that are left out.") List<String> columns) {

        /** Checks that there are some. */
        public Settings {
            if (columns.isEmpty()) throw new IllegalArgumentException("columns is empty; name the columns");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Table atMost(Settings s, DataType.Table takes) {
        return keeping(s).gives(takes);
    }

    @Override
    public TableStep create(Settings s, Context context) {
        return keeping(s);
    }

    private static Keeping keeping(Settings s) {
        return new Keeping(new Chosen("drop", s.columns(), Chosen.Fits.ALL), true);
    }
}
