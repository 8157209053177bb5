package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import org.osgi.service.component.annotations.Component;

/**
 * Splits text into words by Unicode Standard Annex 29; spaces, punctuation and emoji are left out, see {@link
 * WordBreaker}.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None: any text has words or has none.
 */
@Component(service = TokenizerType.class)
@ComponentName("unicode-words")
public final class UnicodeWordsTokenizer implements TokenizerType<UnicodeWordsTokenizer.Settings> {

    /** What is kept. */
    public record Settings(
            @Default("255")
            @Min(1)
            @Unit("characters")
            @Meaning("Longer words, such as pieces of encoded files, are left out.")
            int maxLength) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        return new Breaking(settings.maxLength());
    }

    private static final class Breaking implements Tokenizer, WordBreaker.Words {
        private final WordBreaker breaker = new WordBreaker();
        private final int longest;
        private Tokens tokens;

        Breaking(int longest) {
            this.longest = longest;
        }

        @Override
        public void tokenize(TextBuffer text, Tokens into) {
            tokens = into;
            breaker.words(text.buffer(), text.length(), this);
        }

        @Override
        public void word(int from, int to) {
            if (to - from <= longest) tokens.add(from, to);
        }
    }
}
