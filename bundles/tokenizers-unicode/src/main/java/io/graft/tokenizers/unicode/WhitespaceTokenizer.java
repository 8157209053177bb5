package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import org.osgi.service.component.annotations.Component;

/**
 * Splits text at white space, the ideographic and the no-break space included; everything else is kept.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenizerType.class)
@ComponentName("whitespace")
public final class WhitespaceTokenizer implements TokenizerType<WhitespaceTokenizer.Settings> {

    /** What is kept. */
    public record Settings(
            @Default("1") @Min(1) @Unit("characters") @Meaning("Shorter tokens are left out.")
            int minLength) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        int least = settings.minLength();
        return (text, tokens) -> {
            char[] chars = text.buffer();
            int n = text.length();
            int start = 0;
            for (int i = 0; i <= n; i++) {
                if (i < n && !isBlank(chars[i])) continue;
                if (i - start >= least) tokens.add(start, i);
                start = i + 1;
            }
        };
    }

    /** Whether a character is white space in the sense of Unicode, or one of the control characters that separate. */
    static boolean isBlank(char c) {
        if (c < 128) return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
        return Character.isSpaceChar(c) || c == '\u0085';
    }
}
