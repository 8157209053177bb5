package io.graft.tokenizers.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherTokenizersTest {

    private static Tokenizing whitespace(int minLength) {
        return new Tokenizing(new WhitespaceTokenizer().create(new WhitespaceTokenizer.Settings(minLength), null));
    }

    private static Tokenizing regex(String pattern, PatternMode mode, int group) {
        return new Tokenizing(new RegexTokenizer().create(new RegexTokenizer.Settings(pattern, mode, group), null));
    }

    private static Tokenizing characters(CharacterUnit unit) {
        return new Tokenizing(new CharactersTokenizer().create(new CharactersTokenizer.Settings(unit), null));
    }

    private static Tokenizing ngrams(int min, int max, NgramScope within) {
        return new Tokenizing(
                new CharacterNgramsTokenizer().create(new CharacterNgramsTokenizer.Settings(min, max, within), null));
    }

    private static Tokenizing wordNgrams(int min, int max, String separator) {
        return new Tokenizing(
                new WordNgramsTokenizer().create(new WordNgramsTokenizer.Settings(min, max, separator, 255), null));
    }

    @Test
    void whiteSpaceIsAllThatUnicodeCallsSo() {
        assertEquals(
                List.of("a,@0-2", "b@4-5", "\u4e2d@6-7", "d@8-9", "e@10-11"),
                whitespace(1).full("a, \tb\u3000\u4e2d\u00a0d\u2028e\n"));
        assertEquals(List.of("bcd"), whitespace(2).terms("a bcd e"));
    }

    @Test
    void aPatternSplitsOrMatches() {
        assertEquals(
                List.of("a@0-1", "b@3-4"), regex(",\\s*", PatternMode.SPLIT, 0).full("a, b,,"));
        assertEquals(
                List.of("caf\u00e9", "12"), regex("\\w+", PatternMode.MATCH, 0).terms("caf\u00e9 - 12"));
        assertEquals(
                List.of("tag@1-4", "x@6-7"),
                regex("#(\\w+)", PatternMode.MATCH, 1).full("#tag #x #"));
        assertEquals(List.of("a", "b"), regex("", PatternMode.SPLIT, 0).terms("ab"));
        assertEquals(List.of(), regex("x*", PatternMode.MATCH, 0).terms("ab"));
    }

    @Test
    void brokenPatternsAreRefusedWithAReason() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> regex("(a", PatternMode.MATCH, 0))
                .getMessage()
                .contains("Unclosed group"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> regex("(a)", PatternMode.MATCH, 2))
                .getMessage()
                .contains("has 1 groups"));
        assertThrows(IllegalArgumentException.class, () -> regex("(a)", PatternMode.SPLIT, 1));
    }

    @Test
    void catastrophicPatternsStopWithASentence() {
        for (String pattern : List.of("(a+)+b", "(a|aa)+$", "(.*a){25}", "(a|b|c)*d")) {
            Tokenizing evil = regex(pattern, PatternMode.MATCH, 0);
            for (int n : new int[] {40, 5000, 50_000}) {
                String row = "a".repeat(n) + "!";
                try {
                    evil.run(row);
                } catch (PipelineException e) {
                    assertEquals(ErrorCode.BAD_SETTING, e.code());
                    assertTrue(
                            e.getMessage().contains("cannot be applied to a text of " + row.length()), e.getMessage());
                }
            }
            evil.run("ok");
        }
        // Java remembers that (a+)+b failed here before, but not with a back reference
        assertThrows(PipelineException.class, () -> regex("(a+)+\\1b", PatternMode.MATCH, 0)
                .run("a".repeat(40) + "!"));
        assertThrows(PipelineException.class, () -> regex("(a|b|c)*d", PatternMode.MATCH, 0)
                .run("a".repeat(200_000) + "!"));
    }

    @Test
    void charactersAreCodePointsOrGraphemes() {
        String row = "e\u0301 \ud83d\ude00\u4e2d\r\n\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67x";
        assertEquals(
                List.of(
                        "e",
                        "\u0301",
                        "\ud83d\ude00",
                        "\u4e2d",
                        "\ud83d\udc68",
                        "\u200d",
                        "\ud83d\udc69",
                        "\u200d",
                        "\ud83d\udc67",
                        "x"),
                characters(CharacterUnit.CODE_POINTS).terms(row));
        assertEquals(
                List.of("e\u0301", "\ud83d\ude00", "\u4e2d", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "x"),
                characters(CharacterUnit.GRAPHEMES).terms(row));
        assertEquals(
                List.of("\ud83c\uddeb\ud83c\uddf7", "\ud83c\udde9\ud83c\uddea"),
                characters(CharacterUnit.GRAPHEMES).terms("\ud83c\uddeb\ud83c\uddf7\ud83c\udde9\ud83c\uddea"));
    }

    @Test
    void characterNgramsStayWithinWordsOrNot() {
        assertEquals(
                List.of("ab@0-2", "abc@0-3", "bc@1-3", "d@4-5"),
                ngrams(2, 3, NgramScope.WORDS).full("abc d"));
        assertEquals(List.of("ab", "b ", " c"), ngrams(2, 2, NgramScope.TEXT).terms("ab c"));
        assertEquals(List.of("\ud83d\ude00a"), ngrams(2, 2, NgramScope.TEXT).terms("\ud83d\ude00a"));
        assertThrows(IllegalArgumentException.class, () -> ngrams(3, 2, NgramScope.TEXT));
    }

    @Test
    void wordNgramsJoinWordsAndSpanThem() {
        assertEquals(
                List.of("new@0-3", "new york@0-10", "york@6-10", "york 5.5@6-15", "5.5@12-15"),
                wordNgrams(1, 2, " ").full("new ((york, 5.5)"));
        assertEquals(List.of("a_b_c"), wordNgrams(3, 3, "_").terms("a b c"));
        assertEquals(List.of(), wordNgrams(2, 2, " ").terms("alone"));
        assertThrows(IllegalArgumentException.class, () -> wordNgrams(3, 2, " "));
    }

    @Test
    void offsetsGoBackThroughCleaning() {
        TextBuffer text = new TextBuffer();
        text.set("<b>New</b> York");
        text.begin();
        text.keep(3, 6);
        text.keep(10, 15);
        text.commit();
        Tokens tokens = new Tokens();
        tokens.reset(text);
        new WordNgramsTokenizer()
                .create(new WordNgramsTokenizer.Settings(2, 2, " ", 255), null)
                .tokenize(text, tokens);
        assertEquals("New York", tokens.term(0));
        assertEquals(3, tokens.start(0));
        assertEquals(15, tokens.end(0));
    }
}
