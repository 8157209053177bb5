package io.graft.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBufferTest {
    private final TextBuffer text = new TextBuffer();

    /** Removes every occurrence of a character. */
    private void remove(char c) {
        text.begin();
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) != c) text.keep(i, i + 1);
        text.commit();
    }

    /** Replaces a character by a text. */
    private void replace(char c, String by) {
        text.begin();
        for (int i = 0; i < text.length(); i++)
            if (text.charAt(i) == c) text.put(by, i);
            else text.keep(i, i + 1);
        text.commit();
    }

    private List<Integer> origins() {
        List<Integer> origins = new ArrayList<>();
        for (int i = 0; i <= text.length(); i++) origins.add(text.origin(i));
        return origins;
    }

    @Test
    void anUntouchedTextIsItsOwnOrigin() {
        text.set("abc");
        assertEquals("abc", text.toString());
        assertEquals(List.of(0, 1, 2, 3), origins());
        assertEquals(2, text.originEnd(2));
        assertEquals(3, text.originEnd(3));
        assertEquals("bc", text.subSequence(1, 3));
    }

    @Test
    void originsGoThroughSeveralRewrites() {
        text.set("a-ß-b");
        remove('-');
        assertEquals("aßb", text.toString());
        assertEquals(List.of(0, 2, 4, 5), origins());
        replace('ß', "ss");
        assertEquals("assb", text.toString());
        assertEquals(List.of(0, 2, 2, 4, 5), origins());
        remove('a');
        assertEquals("ssb", text.toString());
        assertEquals(List.of(2, 2, 4, 5), origins());
        text.begin();
        text.keep(0, text.length());
        text.put('!', 2);
        text.commit();
        assertEquals("ssb!", text.toString());
        assertEquals(List.of(2, 2, 4, 4, 5), origins());
    }

    @Test
    void aRangeEndsWhereTheNextCharacterBegins() {
        // e and a combining accent become one character, made from the first of both
        text.set("e\u0301t");
        text.begin();
        text.put('\u00e9', 0);
        text.keep(2, 3);
        text.commit();
        assertEquals("\u00e9t", text.toString());
        assertEquals(2, text.originEnd(1), "the accent belongs to the range");
        assertEquals(3, text.originEnd(2));
    }

    @Test
    void aRangeInsideAnExpandedCharacterIsThatCharacter() {
        text.set("xßy");
        replace('ß', "ss");
        assertEquals(1, text.origin(1));
        assertEquals(2, text.originEnd(2), "the first s stands for the whole ß");
        assertEquals(2, text.originEnd(3));
    }

    @Test
    void theNextTextForgetsTheOneBefore() {
        text.set("--------abc");
        remove('-');
        text.set("xy");
        assertEquals(List.of(0, 1, 2), origins());
        remove('x');
        assertEquals("y", text.toString());
        assertEquals(List.of(1, 2), origins());
    }

    @Test
    void everythingMayBeTakenAway() {
        text.set("---");
        remove('-');
        assertEquals(0, text.length());
        assertEquals(List.of(3), origins());
        assertEquals(3, text.originEnd(0));
        remove('-');
        assertEquals("", text.toString());
        text.set("");
        assertEquals("", text.toString());
    }

    @Test
    void charactersChangedInPlaceKeepTheirOrigin() {
        text.set("-A-B");
        remove('-');
        for (int i = 0; i < text.length(); i++) text.buffer()[i] = Character.toLowerCase(text.buffer()[i]);
        assertEquals("ab", text.toString());
        assertEquals(List.of(1, 3, 4), origins());
    }

    @Test
    void asciiIsTold() {
        text.set("plain\t~");
        assertTrue(text.isAscii());
        text.set("caf\u00e9");
        assertFalse(text.isAscii());
        text.set(new StringBuilder("built"));
        assertEquals("built", text.toString());
    }

    @Test
    void whatLiesBehindTheEndIsNotThere() {
        text.set("a longer text before");
        text.set("ab");
        assertThrows(IndexOutOfBoundsException.class, () -> text.charAt(2));
        assertThrows(IndexOutOfBoundsException.class, () -> text.subSequence(0, 3));
    }

    @Test
    void randomRewritesAgreeWithAPlainList() {
        long seed = 20240607;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(700);
            StringBuilder original = new StringBuilder();
            for (int i = 0; i < length; i++) original.append((char) ('a' + random.nextInt(26)));
            text.set(original);
            StringBuilder chars = new StringBuilder(original);
            List<Integer> from = new ArrayList<>();
            for (int i = 0; i < length; i++) from.add(i);
            for (int rewrite = random.nextInt(4); rewrite > 0; rewrite--) {
                StringBuilder newChars = new StringBuilder();
                List<Integer> newFrom = new ArrayList<>();
                text.begin();
                for (int i = 0; i < chars.length(); i++)
                    switch (random.nextInt(4)) {
                        case 0 -> {}
                        case 1 -> {
                            text.put("yz", i);
                            newChars.append("yz");
                            newFrom.add(from.get(i));
                            newFrom.add(from.get(i));
                        }
                        default -> {
                            text.keep(i, i + 1);
                            newChars.append(chars.charAt(i));
                            newFrom.add(from.get(i));
                        }
                    }
                text.commit();
                chars = newChars;
                from = newFrom;
            }
            from.add(length);
            assertEquals(chars.toString(), text.toString(), "seed " + seed + ", round " + round);
            assertEquals(from, origins(), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void whatWasTakenAwayAtTheEndBelongsToNoToken() {
        TextBuffer text = new TextBuffer();
        text.set("red  ");
        text.begin();
        text.keep(0, 3);
        text.commit();
        assertEquals(3, text.originEnd(3));
        text.begin();
        text.keep(0, 3);
        text.commit();
        assertEquals(3, text.originEnd(3));
    }
}
