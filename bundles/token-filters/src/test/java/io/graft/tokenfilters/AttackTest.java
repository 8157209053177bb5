package io.graft.tokenfilters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.TokenFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random and hostile tokens against every filter of this plug-in, and every language of it. */
class AttackTest {
    private static final String[] PIECES = {
        "the",
        "running",
        "'",
        "''s",
        "ies",
        "ing",
        "\u0301",
        "\u200d",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\u0000",
        "\u4e2d",
        "\u00df",
        "\u0130",
        "yy",
        "eed",
        "\u0643\u062a\u0627\u0628",
        "\u0928\u092e",
        "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd",
        "\u05d1\u05d9\u05d9\u05e9",
        "\u03b1\u03bb",
        "\u0161\u010d",
        "aa",
        "\u0131\u015f",
        "\u0561\u0575"
    };

    private static Map<String, Supplier<TokenFilter>> all() {
        Map<String, Supplier<TokenFilter>> all = new LinkedHashMap<>();
        for (StopLanguage language : StopLanguage.values()) {
            var settings = new StopWordsFilter.Settings(language, List.of("x"), Optional.empty(), List.of(), true);
            all.put("stop-words " + language, () -> new StopWordsFilter()
                    .create(settings, Filtering.context(Map.of())));
        }
        all.put("length", () -> new LengthFilter().create(new LengthFilter.Settings(2, 9), null));
        all.put("lowercase", () -> new LowercaseFilter().create(new LowercaseFilter.Settings(), null));
        for (boolean expand : new boolean[] {true, false}) {
            var settings = new SynonymsFilter.Settings(
                    Map.of("the", List.of("a", "b", "the")), Optional.empty(), expand, true);
            all.put("synonyms " + expand, () -> new SynonymsFilter().create(settings, Filtering.context(Map.of())));
        }
        for (StemmerLanguage language : StemmerLanguage.values()) {
            all.put("stemmer " + language, () -> new StemmerFilter()
                    .create(new StemmerFilter.Settings(language), null));
        }
        return all;
    }

    private static String row(Random random) {
        StringBuilder row = new StringBuilder();
        int style = random.nextInt(3);
        for (int n = random.nextInt(60); n > 0; n--) {
            if (random.nextInt(5) == 0) row.append(' ');
            if (style == 0) row.append(PIECES[random.nextInt(PIECES.length)]);
            else if (style == 1) row.append((char) ('a' + random.nextInt(26)));
            else row.append((char) random.nextInt(0x10000));
        }
        return row.toString();
    }

    @Test
    void randomTokensKeepTheContract() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        all().forEach((name, make) -> {
            Random random = new Random(seed);
            Filtering old = new Filtering(make.get());
            Filtering fresh = new Filtering(make.get());
            for (int i = 0; i < 1000; i++) {
                String row = row(random);
                String first = old.full(row);
                check(name, row, old);
                assertEquals(first, old.full(row), name + " gives the same again");
                if (i % 50 == 0)
                    assertEquals(
                            first, new Filtering(make.get()).full(row), name + " remembers nothing of the rows before");
                fresh.run("");
                assertEquals(0, fresh.tokens.size());
            }
        });
    }

    @Test
    void longRowsAndLongTermsAreQuick() {
        List<String> rows = List.of(
                "a".repeat(100_000),
                "the ".repeat(25_000),
                "running ".repeat(12_500),
                "\ud83d\ude00".repeat(50_000),
                " ".repeat(100_000));
        all().forEach((name, make) -> assertTimeout(Duration.ofSeconds(20), () -> {
            Filtering filtering = new Filtering(make.get());
            for (String row : rows) {
                filtering.run(row);
                check(name, row, filtering);
            }
        }));
    }

    private static void check(String name, String row, Filtering done) {
        int before = 0;
        for (int i = 0; i < done.tokens.size(); i++) {
            int start = done.tokens.start(i);
            int end = done.tokens.end(i);
            assertTrue(
                    0 <= start && start <= end && end <= row.length() && start >= before,
                    () -> name + ": a token lies outside its place");
            assertTrue(done.tokens.termEnd(i) > done.tokens.termStart(i), () -> name + ": a term is empty");
            before = start;
        }
    }
}
