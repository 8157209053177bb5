package io.graft.tokenizers.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random and hostile texts against every tokenizer of this plug-in. */
class AttackTest {
    private static final Map<String, Supplier<Tokenizer>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("whitespace", () -> new WhitespaceTokenizer().create(new WhitespaceTokenizer.Settings(1), null));
        ALL.put("split", () -> new RegexTokenizer()
                .create(new RegexTokenizer.Settings("\\W+", PatternMode.SPLIT, 0), null));
        ALL.put("match", () -> new RegexTokenizer()
                .create(new RegexTokenizer.Settings("(\\w)\\w*|[^\\s\\w]", PatternMode.MATCH, 0), null));
        ALL.put("group", () -> new RegexTokenizer()
                .create(new RegexTokenizer.Settings("(?<=(.))x?", PatternMode.MATCH, 1), null));
        ALL.put("words", () -> new UnicodeWordsTokenizer().create(new UnicodeWordsTokenizer.Settings(255), null));
        ALL.put("code points", () -> new CharactersTokenizer()
                .create(new CharactersTokenizer.Settings(CharacterUnit.CODE_POINTS), null));
        ALL.put("graphemes", () -> new CharactersTokenizer()
                .create(new CharactersTokenizer.Settings(CharacterUnit.GRAPHEMES), null));
        ALL.put("ngrams", () -> new CharacterNgramsTokenizer()
                .create(new CharacterNgramsTokenizer.Settings(2, 4, NgramScope.WORDS), null));
        ALL.put("text ngrams", () -> new CharacterNgramsTokenizer()
                .create(new CharacterNgramsTokenizer.Settings(1, 3, NgramScope.TEXT), null));
        ALL.put("word ngrams", () -> new WordNgramsTokenizer()
                .create(new WordNgramsTokenizer.Settings(1, 3, " ", 255), null));
    }

    @Test
    void randomTextsKeepTheContract() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        ALL.forEach((name, make) -> {
            RandomText random = new RandomText(seed);
            Tokenizing old = new Tokenizing(make.get());
            for (int i = 0; i < 2000; i++) {
                String row = random.any(i % 100 == 0 ? 5000 : 60);
                List<String> first = old.full(row);
                check(name, row, old);
                assertEquals(first, old.full(row), name + " gives the same again");
                assertEquals(
                        first, new Tokenizing(make.get()).full(row), name + " remembers nothing of the rows before");
            }
        });
    }

    @Test
    void longAndMonotonousTextsAreQuick() {
        List<String> rows = new ArrayList<>();
        rows.add("");
        for (String piece : List.of(
                "a",
                " ",
                "1",
                "_",
                "'",
                ".",
                "a.",
                "a'",
                "1,",
                "\u0301",
                "\u200d",
                "\ud83d\ude00",
                "\ud800",
                "\u4e2d",
                "\u30ab",
                "\u0e01",
                "\u05d0\"",
                "\ud83c\udde6",
                "\ud83d\udc68\u200d",
                "\u0000",
                "a\u0301",
                "\u1100",
                "\u00ad",
                "a:\u0301",
                "_\u0301",
                "_\u200d_",
                "\u200d\u0301")) {
            rows.add(piece.repeat(100_000 / piece.length()));
            rows.add("a" + piece.repeat(100_000 / piece.length()) + "b");
        }
        ALL.forEach((name, make) -> assertTimeout(Duration.ofSeconds(30), () -> {
            Tokenizing tokenizing = new Tokenizing(make.get());
            for (String row : rows) {
                long begin = System.nanoTime();
                tokenizing.run(row);
                check(name, row, tokenizing);
                long millis = (System.nanoTime() - begin) / 1_000_000;
                if (millis > 300)
                    System.out.println(name + " took " + millis + " ms for "
                            + row.codePoints().limit(4).boxed().toList());
            }
        }));
    }

    private static void check(String name, String row, Tokenizing done) {
        int before = 0;
        for (int i = 0; i < done.tokens.size(); i++) {
            int start = done.tokens.start(i);
            int end = done.tokens.end(i);
            assertTrue(
                    0 <= start && start <= end && end <= row.length(), () -> name + ": a token lies outside the text");
            assertTrue(start >= before, () -> name + ": tokens do not go from left to right");
            assertTrue(done.tokens.termEnd(i) > done.tokens.termStart(i), () -> name + ": a token is empty");
            before = start;
        }
    }
}
