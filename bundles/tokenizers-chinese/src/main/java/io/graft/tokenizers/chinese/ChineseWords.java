package io.graft.tokenizers.chinese;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Cuts Chinese text into words; words and numbers in other scripts stay whole.
 *
 * <p>The most probable path through the words of a dictionary, with a bigram model, found by HanLP.
 *
 * <p><b>Lifecycle.</b> The dictionaries (27 MB of memory) are loaded when the first tokenizer is created, and stay with the bundle's
 * classes.
 *
 * <p><b>Threading.</b> The type is thread-safe; a tokenizer is for one thread at a time.
 */
@Component(service = TokenizerType.class)
@ComponentName("chinese-words")
public final class ChineseWords implements TokenizerType<ChineseWords.Settings> {

    /** How finely text is cut. */
    public enum Mode {
        /** Every character belongs to one word. */
        STANDARD,
        /** A word of three characters or more is followed by the words within it, as search engines index it. */
        SEARCH
    }

    /** The settings. */
    public record Settings(
            @Meaning(
                    "A text file of words of your own: one a line, and behind it a frequency when it is not to be 1000.")
            Optional<String> dictionary,

            @Default("standard")
            @Meaning("Whether words do not overlap (standard) or the words within long words are given too (search).")
            Mode mode,

            @Default("false") @Meaning("Whether punctuation and symbols are tokens.")
            boolean keepPunctuation,

            @Default("false")
            @Meaning("Whether names of persons that no dictionary has are guessed; slower by a third.")
            boolean names) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        UserDictionary dictionary = settings.dictionary()
                .map(file -> UserDictionary.parse(file, context.text(file)))
                .orElse(UserDictionary.EMPTY);
        boolean search = settings.mode() == Mode.SEARCH;
        HanLpSegmenter segmenter = HanLpSegmenter.create(dictionary, search, settings.names());
        return new ChineseTokenizer(new ClauseCutter(segmenter, search), dictionary, settings.keepPunctuation());
    }
}
