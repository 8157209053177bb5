package io.graft.sources.files;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Rows of a file with one JSON object or array a line.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it, and
 * the line.
 */
@Component(service = SourceType.class)
@ComponentName("jsonl")
public final class JsonLinesSourceType implements SourceType<JsonLinesSourceType.Settings> {

    /** Where the rows lie and what is taken from them. */
    public record Settings(
            @Meaning("The file, packed by gzip or not; relative to the descriptor.")
            String path,

            @Meaning("The field of the text: its name, or its position counted from 0 when rows are arrays.")
            Optional<String> text,

            @Default("")
            @Meaning(
                    "Instead of a text, numbers: names, positions, ranges such as f0..f99, or one field that is a list.")
            List<String> features,

            @Meaning("The field of the label; without it, rows have none.")
            Optional<String> label,

            @Meaning("A file that renames or groups labels: JSON, or names one a line for 0, 1, 2 ….")
            Optional<String> labels,

            @Default("fail") @Meaning("What happens to a row whose label that file does not know: fail, keep or drop.")
            Unmapped unmapped,

            @Default("0")
            @Min(0)
            @Unit("rows")
            @Meaning("How many bad rows may be skipped, each with a warning; one more ends the work.")
            int badRows) {

        /** Checks what hangs together. */
        public Settings {
            new JsonRow(new Fields(text, features, label));
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new JsonLinesSource(
                new TextFile(s.path(), context.path(s.path())),
                new Fields(s.text(), s.features(), s.label()),
                new RowReader.Policy(LabelMap.read(s.labels(), s.unmapped(), context), s.badRows(), context));
    }
}
