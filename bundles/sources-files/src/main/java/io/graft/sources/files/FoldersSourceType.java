package io.graft.sources.files;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * One folder for each class, one file for each text.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it. A
 * file that is empty or no
 * UTF-8 text is a bad row.
 */
@Component(service = SourceType.class)
@ComponentName("folders")
public final class FoldersSourceType implements SourceType<FoldersSourceType.Settings> {

    /** Where the folders lie. */
    public record Settings(
            @Meaning("The folder that holds one folder for each class; relative to the descriptor.")
            String path,

            @Default("*") @Meaning("Which files are texts, as a pattern for their names, such as *.txt.")
            String files,

            @Meaning("A file that renames or groups labels: JSON, or names one a line for 0, 1, 2 ….")
            Optional<String> labels,

            @Default("fail") @Meaning("What happens to a row whose label that file does not know: fail, keep or drop.")
            Unmapped unmapped,

            @Default("0")
            @Min(0)
            @Unit("rows")
            @Meaning("How many bad rows may be skipped, each with a warning; one more ends the work.")
            int badRows) {

        /** Checks the pattern. */
        public Settings {
            matcher(files);
        }
    }

    private static PathMatcher matcher(String files) {
        return FileSystems.getDefault().getPathMatcher("glob:" + files);
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new FoldersSource(
                new TextFile(s.path(), context.path(s.path())),
                matcher(s.files()),
                new RowReader.Policy(LabelMap.read(s.labels(), s.unmapped(), context), s.badRows(), context));
    }
}
