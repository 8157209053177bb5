package io.graft.benchmark.words;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;

/**
 * Splits at white space and leaves one word out: which one, the file {@code edition.txt} in the jar says, so that each edition of the plug-in gives
 * answers of its own.
 */
@Component(service = TokenizerType.class)
@ComponentName("benchmark-words")
public final class Words implements TokenizerType<Words.Settings> {
    /** There are none. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        int leftOut = edition() % 5;
        return (text, tokens) -> {
            int word = 0;
            for (int start = 0, i = 0, n = text.length(); i <= n; i++)
                if (i == n || Character.isWhitespace(text.charAt(i))) {
                    if (i > start && word++ != leftOut) tokens.add(start, i);
                    start = i + 1;
                }
        };
    }

    private static int edition() {
        try (InputStream in = Words.class.getResourceAsStream("/edition.txt")) {
            return Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
