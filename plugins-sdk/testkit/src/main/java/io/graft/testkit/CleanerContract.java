package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.Cleaner;
import io.graft.api.text.CleanerType;
import io.graft.api.text.TextBuffer;
import org.junit.jupiter.api.Test;

/**
 * What every cleaner does, on the texts of {@link AttackTexts} too.
 *
 * @param <S> the settings of the cleaner
 */
public abstract class CleanerContract<S extends Record> extends ComponentContract<S, Cleaner> {

    @Override
    protected abstract CleanerType<S> type();

    private static TextBuffer text(String original) {
        TextBuffer text = new TextBuffer();
        text.set(original);
        return text;
    }

    @Test
    void everyCharacterComesFromTheOriginalFromLeftToRight() {
        for (S settings : settings()) {
            Cleaner cleaner = create(settings);
            for (String original : AttackTexts.all()) {
                TextBuffer text = text(original);
                cleaner.clean(text);
                int before = 0;
                for (int i = 0; i < text.length(); i++) {
                    String where = settings + ": character " + i + " of " + AttackTexts.escaped(text) + " from "
                            + AttackTexts.escaped(original);
                    assertTrue(text.origin(i) >= before && text.origin(i) < original.length(), where);
                    assertTrue(
                            text.originEnd(i + 1) > text.origin(i) && text.originEnd(i + 1) <= original.length(),
                            where);
                    before = text.origin(i);
                }
            }
        }
    }

    @Test
    void theSameTextIsCleanedTheSameWayWhateverCameBefore() {
        for (S settings : settings()) {
            Cleaner used = create(settings);
            if (used.trainingOnly()) continue;
            TextBuffer buffer = new TextBuffer();
            for (String original : AttackTexts.all()) {
                TextBuffer fresh = text(original);
                boolean kept = create(settings).clean(fresh);
                buffer.set(original);
                assertEquals(kept, used.clean(buffer), settings + ": " + AttackTexts.escaped(original));
                assertEquals(fresh.toString(), buffer.toString(), settings + ": " + AttackTexts.escaped(original));
            }
        }
    }

    @Test
    void anEmptyTextStaysEmpty() {
        for (S settings : settings()) {
            TextBuffer text = text("");
            create(settings).clean(text);
            assertEquals(0, text.length(), settings.toString());
        }
    }

    @Test
    void aCleanedTextCanBeCleanedAgain() {
        for (S settings : settings()) {
            Cleaner cleaner = create(settings);
            for (String original : AttackTexts.all()) {
                TextBuffer text = text(original);
                cleaner.clean(text);
                cleaner.clean(text);
                for (int i = 0; i < text.length(); i++)
                    assertTrue(
                            text.origin(i) < original.length(),
                            settings + ": character " + i + " of " + AttackTexts.escaped(original));
            }
        }
    }
}
