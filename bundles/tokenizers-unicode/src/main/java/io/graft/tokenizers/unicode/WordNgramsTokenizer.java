package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/**
 * Makes every run of so many words a token, from left to right, the shorter ones first; words as in {@link
 * UnicodeWordsTokenizer}.
 *
 * <p>The term is the words with the separator between them, whatever stood between them in the text.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenizerType.class)
@ComponentName("word-ngrams")
public final class WordNgramsTokenizer implements TokenizerType<WordNgramsTokenizer.Settings> {

    /** How many words, and how they are joined. */
    public record Settings(
            @Default("1") @Min(1) @Max(16) @Unit("words") @Meaning("The length of the shortest runs.")
            int min,

            @Default("2") @Min(1) @Max(16) @Unit("words") @Meaning("The length of the longest runs.")
            int max,

            @Default(" ") @Meaning("What stands between the words of a term.")
            String separator,

            @Default("255")
            @Min(1)
            @Unit("characters")
            @Meaning("Longer words, such as pieces of encoded files, are left out.")
            int maxLength) {

        /** Checks the order. */
        public Settings {
            if (min > max)
                throw new IllegalArgumentException("'min' (" + min + ") is greater than 'max' (" + max + ")");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        return new Runs(settings);
    }

    private static final class Runs implements Tokenizer {
        private final Settings settings;
        private final WordBreaker breaker = new WordBreaker();
        private final StringBuilder term = new StringBuilder();
        private int[] starts = new int[64];
        private int[] ends = new int[64];
        private int words;

        Runs(Settings settings) {
            this.settings = settings;
        }

        @Override
        public void tokenize(TextBuffer text, Tokens tokens) {
            words = 0;
            breaker.words(text.buffer(), text.length(), this::keep);
            for (int i = 0; i + settings.min() <= words; i++) {
                int last = Math.min(settings.max(), words - i);
                for (int length = settings.min(); length <= last; length++) add(text.buffer(), i, i + length, tokens);
            }
        }

        private void keep(int from, int to) {
            if (to - from > settings.maxLength()) return;
            if (words == starts.length) {
                starts = Arrays.copyOf(starts, 2 * words);
                ends = Arrays.copyOf(ends, 2 * words);
            }
            starts[words] = from;
            ends[words++] = to;
        }

        private void add(char[] text, int first, int end, Tokens tokens) {
            if (end - first == 1) {
                tokens.add(starts[first], ends[first]);
                return;
            }
            term.setLength(0);
            for (int w = first; w < end; w++) {
                if (w > first) term.append(settings.separator());
                term.append(text, starts[w], ends[w] - starts[w]);
            }
            tokens.add(starts[first], ends[end - 1], term);
        }
    }
}
