package io.graft.tokenfilters;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Drops words that say little.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> What {@link Context#text} throws when the file cannot be
 * read.
 */
@Component(service = TokenFilterType.class)
@ComponentName("stop-words")
public final class StopWordsFilter implements TokenFilterType<StopWordsFilter.Settings> {

    /** Which words. */
    public record Settings(
            @Default("en") @Meaning("The language whose stop words are dropped: en, zh, or none for own words only.")
            StopLanguage language,

            @Default("") @Meaning("More words to drop.") List<String> words,

            @Meaning("A file of more words to drop, one a line; a line that begins with # is a remark.")
            Optional<String> file,

            @Default("") @Meaning("Words that are not dropped, although the lists hold them, such as 'not'.")
            List<String> keep,

            @Default("true") @Meaning("Whether words are dropped in upper case, too.")
            boolean ignoreCase) {

        /** Checks that there are words. */
        public Settings {
            words = List.copyOf(words);
            keep = List.copyOf(keep);
            if (language == StopLanguage.NONE && words.isEmpty() && file.isEmpty()) {
                throw new IllegalArgumentException("there is nothing to drop: give a 'language', 'words' or a 'file'");
            }
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public TokenFilter create(Settings settings, Context context) {
        List<String> all = new ArrayList<>(settings.language().words());
        all.addAll(settings.words());
        settings.file().ifPresent(f -> all.addAll(WordLines.read(context.text(f))));
        WordTable kept = new WordTable(settings.keep(), settings.ignoreCase());
        all.removeIf(w -> kept.find(w.toCharArray(), 0, w.length()) >= 0);
        WordTable stop = new WordTable(all, settings.ignoreCase());
        return tokens -> {
            char[] chars = tokens.buffer();
            tokens.retain(i -> stop.find(chars, tokens.termStart(i), tokens.termEnd(i)) < 0);
        };
    }
}
