package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every tokenizer does, on the texts of {@link AttackTexts} too.
 *
 * @param <S> the settings of the tokenizer
 */
public abstract class TokenizerContract<S extends Record> extends ComponentContract<S, Tokenizer> {

    @Override
    protected abstract TokenizerType<S> type();

    /** The tokens of a text, as {@code term@start-end}. */
    protected static List<String> tokenize(Tokenizer tokenizer, TextBuffer text, Tokens tokens) {
        tokens.reset(text);
        tokenizer.tokenize(text, tokens);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) found.add(tokens.term(i) + "@" + tokens.start(i) + "-" + tokens.end(i));
        return found;
    }

    private static TextBuffer text(String original) {
        TextBuffer text = new TextBuffer();
        text.set(original);
        return text;
    }

    @Test
    void offsetsLieInTheOriginalAndGoFromLeftToRight() {
        for (S settings : settings()) {
            Tokenizer tokenizer = create(settings);
            for (String original : AttackTexts.all()) {
                Tokens tokens = new Tokens();
                tokenize(tokenizer, text(original), tokens);
                for (int i = 0; i < tokens.size(); i++) {
                    String where =
                            settings + ": token " + i + " '" + tokens.term(i) + "' of " + AttackTexts.escaped(original);
                    assertTrue(
                            0 <= tokens.start(i)
                                    && tokens.start(i) <= tokens.end(i)
                                    && tokens.end(i) <= original.length(),
                            where);
                    assertTrue(
                            i == 0 || tokens.start(i - 1) <= tokens.start(i),
                            where + " begins before the one before it");
                }
            }
        }
    }

    @Test
    void noTermIsEmpty() {
        for (S settings : settings()) {
            Tokenizer tokenizer = create(settings);
            for (String original : AttackTexts.all()) {
                Tokens tokens = new Tokens();
                tokenize(tokenizer, text(original), tokens);
                for (int i = 0; i < tokens.size(); i++)
                    assertTrue(
                            !tokens.term(i).isEmpty(),
                            settings + ": token " + i + " of " + AttackTexts.escaped(original) + " is empty");
            }
        }
    }

    @Test
    void noTokenCutsACharacterInHalf() {
        for (S settings : settings()) {
            Tokenizer tokenizer = create(settings);
            for (String original : AttackTexts.all()) {
                Tokens tokens = new Tokens();
                tokenize(tokenizer, text(original), tokens);
                for (int i = 0; i < tokens.size(); i++)
                    assertTrue(
                            !cuts(original, tokens.start(i)) && !cuts(original, tokens.end(i)),
                            settings + ": token " + i + " cuts a surrogate pair of " + AttackTexts.escaped(original));
            }
        }
    }

    private static boolean cuts(String s, int at) {
        return at > 0 && at < s.length() && Character.isSurrogatePair(s.charAt(at - 1), s.charAt(at));
    }

    @Test
    void anEmptyTextHasNoTokens() {
        for (S settings : settings())
            assertEquals(List.of(), tokenize(create(settings), text(""), new Tokens()), settings.toString());
    }

    @Test
    void theSameTextGivesTheSameTokensWhateverCameBefore() {
        for (S settings : settings()) {
            Tokenizer used = create(settings);
            Tokens tokens = new Tokens();
            for (String original : AttackTexts.all()) {
                List<String> fresh = tokenize(create(settings), text(original), new Tokens());
                assertEquals(
                        fresh, tokenize(used, text(original), tokens), settings + ": " + AttackTexts.escaped(original));
            }
        }
    }

    @Test
    void offsetsOfACleanedTextPointIntoTheOriginal() {
        for (S settings : settings()) {
            String original = "<b>Quick</b> brown  fox 中文字";
            TextBuffer text = text(original);
            text.begin();
            for (int i = 0; i < original.length(); i++) if ("<>/b".indexOf(original.charAt(i)) < 0) text.keep(i, i + 1);
            text.commit();
            Tokens tokens = new Tokens();
            tokenize(create(settings), text, tokens);
            for (int i = 0; i < tokens.size(); i++)
                assertTrue(tokens.start(i) <= tokens.end(i) && tokens.end(i) <= original.length(), settings.toString());
        }
    }
}
