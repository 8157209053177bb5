package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import org.osgi.service.component.annotations.Component;

/**
 * Makes each character but white space a token.
 *
 * <p>Grapheme clusters are found by the Unicode tables of the running JDK, which may differ in rare scripts from one
 * JDK to the next.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenizerType.class)
@ComponentName("characters")
public final class CharactersTokenizer implements TokenizerType<CharactersTokenizer.Settings> {

    /** What a character is. */
    public record Settings(
            @Default("code-points")
            @Meaning(
                    "What counts as a character: code-points, or graphemes, which keep accents and emoji sequences together.")
            CharacterUnit unit) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        CharacterBreaker breaker = new CharacterBreaker(settings.unit());
        return (text, tokens) -> {
            char[] chars = text.buffer();
            int n = breaker.find(chars, 0, text.length());
            for (int i = 0; i < n; i++) {
                if (!WhitespaceTokenizer.isBlank(chars[breaker.start(i)]))
                    tokens.add(breaker.start(i), breaker.start(i + 1));
            }
        };
    }
}
