package io.graft.sources.files;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * One text a line.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it, and
 * the line.
 */
@Component(service = SourceType.class)
@ComponentName("lines")
public final class LinesSourceType implements SourceType<LinesSourceType.Settings> {

    /** Where the lines are. */
    public record Settings(
            @Meaning("The file, packed by gzip or not; relative to the descriptor.")
            String path,

            @Meaning("The label of all lines; without it, rows have none.")
            Optional<String> label,

            @Default("false") @Meaning("Whether blank lines are rows too.")
            boolean keepBlank) {

        /** Checks the label. */
        public Settings {
            if (label.isPresent() && label.get().isBlank())
                throw new IllegalArgumentException("'label' is empty; leave it out when rows have no label");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new LinesSource(
                new TextFile(s.path(), context.path(s.path())),
                s.label(),
                s.keepBlank(),
                new RowReader.Policy(LabelMap.NONE, 0, context));
    }
}
