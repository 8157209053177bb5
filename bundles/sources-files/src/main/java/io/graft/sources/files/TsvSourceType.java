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
 * Rows of a table whose fields are separated by tabs; quotes are plain characters unless the settings say otherwise.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it, and
 * the line.
 */
@Component(service = SourceType.class)
@ComponentName("tsv")
public final class TsvSourceType implements SourceType<TsvSourceType.Settings> {

    /** Where the table lies and how it is written. */
    public record Settings(
            @Meaning("The file, packed by gzip or not; relative to the descriptor.")
            String path,

            @Meaning("The column of the text: its name, or its position counted from 0.")
            Optional<String> text,

            @Default("")
            @Meaning("Instead of a text, the columns of numbers: names, positions, or ranges such as f0..f99 or 0..99.")
            List<String> features,

            @Meaning("The column of the label; without it, rows have none.")
            Optional<String> label,

            @Default("true") @Meaning("Whether the first line names the columns.")
            boolean header,

            @Default("tab") @Meaning("The character between two fields, or 'tab'.")
            String delimiter,

            @Default("")
            @Meaning(
                    "The character around a field that holds delimiters or line breaks; empty when quotes are plain characters.")
            String quote,

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
            new Fields(text, features, label);
            CsvFormat.of(header, delimiter, quote);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new CsvSource(
                new TextFile(s.path(), context.path(s.path())),
                CsvFormat.of(s.header(), s.delimiter(), s.quote()),
                new Fields(s.text(), s.features(), s.label()),
                new RowReader.Policy(LabelMap.read(s.labels(), s.unmapped(), context), s.badRows(), context));
    }
}
