package io.graft.text.cleaning;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Cleaner;
import io.graft.api.text.CleanerType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Cleans texts: Unicode form, case, markup, addresses, numbers, white space.
 *
 * <p><b>Order.</b> Markup, control characters, full-width forms, Unicode form, simplified Chinese, case, addresses, numbers, white
 * space, length.
 *
 * <p><b>Threading.</b> The type is thread-safe and shares its tables; a cleaner is for one thread at a time.
 */
@Component(service = CleanerType.class)
@ComponentName("clean")
public final class Clean implements CleanerType<Clean.Settings> {

    /** The Unicode normalization form of Annex 15 that texts are brought to. */
    public enum Unicode {
        NONE,
        NFC,
        NFKC,
        NFD,
        NFKD
    }

    /** What happens to control characters. */
    public enum Controls {
        REMOVE,
        KEEP
    }

    /** What happens to white space. */
    public enum Spaces {
        COLLAPSE,
        KEEP
    }

    /** The settings. */
    public record Settings(
            @Default("NFC") @Meaning("The Unicode normalization form.")
            Unicode unicode,

            @Default("false") @Meaning("Whether letters become lower-case, in every language alike.")
            boolean lowercase,

            @Default("remove")
            @Meaning("Whether control and other invisible characters and halves of surrogate pairs go or stay.")
            Controls controlCharacters,

            @Default("false") @Meaning("Whether HTML tags are taken out and entities decoded.")
            boolean html,

            @Meaning("What stands for each web address, e.g. <url>; addresses stay when it is left out.")
            Optional<String> urls,

            @Meaning("What stands for each e-mail address; addresses stay when it is left out.")
            Optional<String> emails,

            @Meaning("What stands for each number that stands alone; numbers stay when it is left out.")
            Optional<String> numbers,

            @Default("false") @Meaning("Whether full-width letters, digits, marks and spaces become the ordinary ones.")
            boolean fullWidth,

            @Default("false") @Meaning("Whether traditional Chinese becomes simplified Chinese.")
            boolean simplifiedChinese,

            @Default("collapse")
            @Meaning("Whether each run of white space becomes one space and goes at both ends, or stays.")
            Spaces whitespace,

            @Default("0")
            @Min(0)
            @Unit("characters")
            @Meaning("Rows with a shorter cleaned text are left out of training.")
            int minLength,

            @Default("0")
            @Min(0)
            @Unit("characters")
            @Meaning("Rows with a longer cleaned text are left out of training; 0 for no bound.")
            int maxLength) {

        /** Checks that the bounds leave something. */
        public Settings {
            if (maxLength != 0 && minLength > maxLength) {
                throw new IllegalArgumentException(
                        "minLength is " + minLength + ", which is above maxLength, " + maxLength);
            }
        }
    }

    private final Map<Unicode, NormalizationTable> tables = new EnumMap<>(Unicode.class);
    private ChineseTable chinese;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Cleaner create(Settings settings, Context context) {
        NormalizationTable table = null;
        ChineseTable characters = null;
        synchronized (tables) {
            if (settings.unicode() != Unicode.NONE)
                table = tables.computeIfAbsent(settings.unicode(), NormalizationTable::of);
            if (settings.simplifiedChinese()) {
                if (chinese == null) chinese = ChineseTable.load();
                characters = chinese;
            }
        }
        return new TextCleaner(settings, table, characters);
    }
}
