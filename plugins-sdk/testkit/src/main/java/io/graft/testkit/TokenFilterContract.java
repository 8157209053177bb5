package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every token filter does, on the blank-separated pieces of the texts of {@link AttackTexts} too.
 *
 * @param <S> the settings of the filter
 */
public abstract class TokenFilterContract<S extends Record> extends ComponentContract<S, TokenFilter> {

    @Override
    protected abstract TokenFilterType<S> type();

    private static Tokens pieces(String original, Tokens tokens) {
        TextBuffer text = new TextBuffer();
        text.set(original);
        tokens.reset(text);
        for (int start = 0, i = 0; i <= original.length(); i++)
            if (i == original.length() || original.charAt(i) == ' ') {
                if (i > start) tokens.add(start, i);
                start = i + 1;
            }
        return tokens;
    }

    /** What is left of the pieces of a text, as {@code term@start-end}. */
    protected static List<String> filter(TokenFilter filter, String original, Tokens tokens) {
        filter.filter(pieces(original, tokens));
        List<String> left = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) left.add(tokens.term(i) + "@" + tokens.start(i) + "-" + tokens.end(i));
        return left;
    }

    @Test
    void offsetsStayInTheOriginal() {
        for (S settings : settings()) {
            TokenFilter filter = create(settings);
            for (String original : AttackTexts.all()) {
                Tokens tokens = new Tokens();
                filter(filter, original, tokens);
                for (int i = 0; i < tokens.size(); i++)
                    assertTrue(
                            0 <= tokens.start(i)
                                    && tokens.start(i) <= tokens.end(i)
                                    && tokens.end(i) <= original.length(),
                            settings + ": token " + i + " of " + AttackTexts.escaped(original));
            }
        }
    }

    @Test
    void noTokensStayNoTokens() {
        for (S settings : settings())
            assertEquals(List.of(), filter(create(settings), "", new Tokens()), settings.toString());
    }

    @Test
    void noTermBecomesEmpty() {
        for (S settings : settings())
            for (String original : AttackTexts.all()) {
                Tokens tokens = new Tokens();
                filter(create(settings), original, tokens);
                for (int i = 0; i < tokens.size(); i++)
                    assertTrue(
                            !tokens.term(i).isEmpty(),
                            settings + ": token " + i + " of " + AttackTexts.escaped(original) + " is empty");
            }
    }

    @Test
    void theSameTokensGiveTheSameWhateverCameBefore() {
        for (S settings : settings()) {
            List<String> texts = AttackTexts.all();
            TokenFilter backwards = create(settings);
            Tokens tokens = new Tokens();
            List<List<String>> expected = new ArrayList<>();
            for (int i = texts.size() - 1; i >= 0; i--) expected.add(0, filter(backwards, texts.get(i), new Tokens()));
            TokenFilter forwards = create(settings);
            for (int i = 0; i < texts.size(); i++)
                assertEquals(
                        expected.get(i),
                        filter(forwards, texts.get(i), tokens),
                        settings + ": " + AttackTexts.escaped(texts.get(i)));
        }
    }
}
