package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import org.osgi.service.component.annotations.Component;

/**
 * Makes every run of so many characters a token, from left to right, the shorter ones first.
 *
 * <p>A word (or text) that is shorter than the shortest run is kept whole.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenizerType.class)
@ComponentName("character-ngrams")
public final class CharacterNgramsTokenizer implements TokenizerType<CharacterNgramsTokenizer.Settings> {

    /** How long runs are, and where they end. */
    public record Settings(
            @Default("2") @Min(1) @Max(64) @Unit("code points") @Meaning("The length of the shortest runs.")
            int min,

            @Default("3") @Min(1) @Max(64) @Unit("code points") @Meaning("The length of the longest runs.")
            int max,

            @Default("words") @Meaning("Whether runs end at white space (words) or go across it (text).")
            NgramScope within) {

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
        CharacterBreaker breaker = new CharacterBreaker(CharacterUnit.CODE_POINTS);
        return (text, tokens) -> {
            char[] chars = text.buffer();
            int n = text.length();
            if (settings.within() == NgramScope.TEXT) {
                runs(breaker, chars, 0, n, settings, tokens);
                return;
            }
            int start = 0;
            for (int i = 0; i <= n; i++) {
                if (i < n && !WhitespaceTokenizer.isBlank(chars[i])) continue;
                runs(breaker, chars, start, i, settings, tokens);
                start = i + 1;
            }
        };
    }

    private static void runs(
            CharacterBreaker breaker, char[] chars, int from, int to, Settings settings, Tokens tokens) {
        if (from >= to) return;
        int n = breaker.find(chars, from, to);
        if (n < settings.min()) {
            tokens.add(from, to);
            return;
        }
        for (int i = 0; i + settings.min() <= n; i++) {
            int last = Math.min(settings.max(), n - i);
            for (int length = settings.min(); length <= last; length++)
                tokens.add(breaker.start(i), breaker.start(i + length));
        }
    }
}
