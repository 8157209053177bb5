package io.graft.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
    private final TextBuffer text = new TextBuffer();
    private final Tokens tokens = new Tokens();

    private void words(String original) {
        text.set(original);
        tokens.reset(text);
        int from = 0;
        for (int i = 0; i <= original.length(); i++)
            if (i == original.length() || original.charAt(i) == ' ') {
                if (i > from) tokens.add(from, i);
                from = i + 1;
            }
    }

    /** Each token as {@code term@start-end}. */
    private List<String> shown() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) all.add(tokens.term(i) + "@" + tokens.start(i) + "-" + tokens.end(i));
        return all;
    }

    @Test
    void tokensArePiecesOfTheText() {
        words("to be or");
        assertEquals(List.of("to@0-2", "be@3-5", "or@6-8"), shown());
        assertEquals("be", new String(tokens.buffer(), tokens.termStart(1), tokens.termEnd(1) - tokens.termStart(1)));
    }

    @Test
    void offsetsAreThoseOfTheOriginal() {
        text.set("<b>hi</b> you");
        text.begin();
        text.keep(3, 5);
        text.keep(9, 13);
        text.commit();
        tokens.reset(text);
        tokens.add(0, 2);
        tokens.add(3, 6);
        tokens.add(2, 2, "empty");
        assertEquals(
                List.of("hi@3-9", "you@10-13", "empty@9-9"), shown(), "what was removed behind a token belongs to it");
    }

    @Test
    void aTermMayBeChanged() {
        words("running fast");
        tokens.term(0, "run");
        char[] longer = "xx-quickly-xx".toCharArray();
        tokens.term(1, longer, 3, 7);
        assertEquals(List.of("run@0-7", "quickly@8-12"), shown());
        tokens.term(0, "ran");
        assertEquals(List.of("ran@0-7", "quickly@8-12"), shown());
    }

    @Test
    void aTermMayComeOutOfTheSameArray() {
        words("abcdef");
        for (int i = 0; i < 100; i++) tokens.term(0, tokens.buffer(), tokens.termStart(0), 6);
        assertEquals(List.of("abcdef@0-6"), shown());
    }

    @Test
    void tokensAreDroppedByTheirIndex() {
        words("a b c d e");
        tokens.retain(i -> i % 2 == 0);
        assertEquals(List.of("a@0-1", "c@4-5", "e@8-9"), shown());
        tokens.truncate(2);
        assertEquals(List.of("a@0-1", "c@4-5"), shown());
        tokens.truncate(5);
        assertEquals(2, tokens.size());
    }

    @Test
    void anInsertedTokenStandsForTheSameRange() {
        words("big car");
        tokens.insertAfter(0, "large");
        tokens.insertAfter(2, "automobile");
        assertEquals(List.of("big@0-3", "large@0-3", "car@4-7", "automobile@4-7"), shown());
    }

    @Test
    void thereIsRoomForAnyNumberOfTokens() {
        String original = "word ".repeat(1000).strip();
        words(original);
        assertEquals(1000, tokens.size());
        for (int i = 0; i < 1000; i++) tokens.insertAfter(2 * i, "twin");
        assertEquals(2000, tokens.size());
        assertEquals("word@4995-4999", tokens.term(1998) + "@" + tokens.start(1998) + "-" + tokens.end(1998));
        assertEquals("twin@4995-4999", tokens.term(1999) + "@" + tokens.start(1999) + "-" + tokens.end(1999));
        words("new");
        assertEquals(List.of("new@0-3"), shown());
    }
}
