package io.graft.sources.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Component;

/**
 * WAV files in a folder or in a zip archive, labelled by their folder or by their name.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it.
 */
@Component(service = SourceType.class)
@ComponentName("wav-files")
public final class WavFilesSourceType implements SourceType<WavFilesSourceType.Settings> {
    /** Says that the label is the name of the folder. */
    static final String FOLDER = "folder";

    /** Where the files lie, and how they are labelled. */
    public record Settings(
            @Meaning("The folder or the zip archive; relative to the descriptor.")
            String path,

            @Default(FOLDER)
            @Meaning(
                    "Where the label stands: folder, or a regular expression whose first group is it in the name of the file, such as (\\d)_.* .")
            String label,

            @Default("0")
            @Min(0)
            @Max(1000000)
            @Unit("hertz")
            @Meaning("What all files have; another rate is a bad row. 0 for any, then resample.")
            int rate,

            @Default("0")
            @Min(0)
            @Unit("rows")
            @Meaning("How many bad files may be skipped, each with a warning; one more ends the work.")
            int badRows) {

        /** Checks the expression. */
        public Settings {
            if (!label.equals(FOLDER)) {
                Pattern pattern = pattern(label);
                if (pattern.matcher("").groupCount() < 1)
                    throw new IllegalArgumentException("label is '" + label
                            + "', which has no group; put what is the label in brackets, such as (\\d)_.*");
            }
        }
    }

    static Pattern pattern(String label) {
        try {
            return Pattern.compile(label);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("label is no regular expression: " + e.getDescription(), e);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new WavFilesSource(s, context.path(s.path()), context);
    }
}
