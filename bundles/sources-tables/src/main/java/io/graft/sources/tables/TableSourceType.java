package io.graft.sources.tables;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Rows of a table whose columns hold numbers or words; cells may be missing.
 *
 * <p>A column that the settings say nothing about holds numbers when, in the first 1000 rows, at least one cell is there and all that are there are numbers; else words.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it, and the line.
 */
@Component(service = SourceType.class)
@ComponentName("table")
public final class TableSourceType implements SourceType<TableSourceType.Settings> {

    /** Where the table lies, how it is written, and what its columns hold. */
    public record Settings(
            @Meaning("The file, packed by gzip or not; relative to the descriptor.")
            String path,

            @Default("true") @Meaning("Whether the first line names the columns.")
            boolean header,

            @Default("")
            @Meaning("The names of all columns of a file without a header; without them columns are named 0, 1, 2 ….")
            List<String> columns,

            @Meaning("The column of the label; without it, rows have none.")
            Optional<String> label,

            @Default("") @Meaning("Columns that hold words, even if these look like numbers.")
            List<String> words,

            @Default("") @Meaning("Columns that hold numbers; anything else in them is a bad row.")
            List<String> numbers,

            @Default("?") @Meaning("What stands where a cell is missing; an empty cell is always missing.")
            List<String> missing,

            @Default(",") @Meaning("The character between two cells, or 'tab'.")
            String delimiter,

            @Default("\"")
            @Meaning(
                    "The character around a cell that holds delimiters or line breaks; empty when quotes are plain characters.")
            String quote,

            @Default("0")
            @Min(0)
            @Unit("rows")
            @Meaning("How many bad rows may be skipped, each with a warning; one more ends the work.")
            int badRows) {

        /** Checks what hangs together. */
        public Settings {
            CsvFormat.of(delimiter, quote);
            if (header && !columns.isEmpty())
                throw new IllegalArgumentException(
                        "columns names the columns of a file without a header; leave it out, or set header to false");
            if (new HashSet<>(columns).size() < columns.size())
                throw new IllegalArgumentException("columns holds a name twice");
            for (String name : words)
                if (numbers.contains(name))
                    throw new IllegalArgumentException("'" + name + "' stands under words and under numbers");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new TableSource(s, new TableFile(s.path(), context.path(s.path())), context);
    }
}
