package io.graft.tokenizers.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnicodeWordsTokenizerTest {
    private final Tokenizing words =
            new Tokenizing(new UnicodeWordsTokenizer().create(new UnicodeWordsTokenizer.Settings(255), null));

    /** The words that the annex's rules WB1 to WB999 leave, without pieces that hold no letter, digit or ideograph. */
    @Test
    void wordsAreThoseOfTheAnnex() {
        String[][] cases = {
            {
                "The quick (\"brown\") fox can't jump 32.3 feet, right?",
                "The",
                "quick",
                "brown",
                "fox",
                "can't",
                "jump",
                "32.3",
                "feet",
                "right"
            },
            {"a.b a. .b a..b", "a.b", "a", "b", "a", "b"}, // WB6, WB7
            {"a,b 1,2 1;2 1:2 a;b a:b", "a", "b", "1,2", "1;2", "1", "2", "a", "b", "a:b"
            }, // WB11, WB12, and the colon of WB6
            {"1.2.3 1..2 1. .2 3'4", "1.2.3", "1", "2", "1", "2", "3'4"},
            {"a1 1a a1.2b a.1 1.a", "a1", "1a", "a1.2b", "a", "1", "1", "a"}, // WB9, WB10
            {"a_b _a a_ __a1__ a_.b", "a_b", "_a", "a_", "__a1__", "a_", "b"}, // WB13a, WB13b
            {"_ __ - -- . ' \" ( )"},
            {"x-y x/y x@y x+y", "x", "y", "x", "y", "x", "y", "x", "y"},
            {"o'neill's rock'n'roll 'tis", "o'neill's", "rock'n'roll", "tis"},
            {"o\u2019neill caf\u00e9 cafe\u0301 na\u00efve", "o\u2019neill", "caf\u00e9", "cafe\u0301", "na\u00efve"
            }, // WB4
            {"a\u0308.\u0308b\u0308", "a\u0308.\u0308b\u0308"}, // WB4 within WB6
            {"a\u00adb a\u200db", "a\u00adb", "a\u200db"}, // format characters and the joiner
            {"\u05e9\"\u05dc \u05e9' \u05e9\"", "\u05e9\"\u05dc", "\u05e9'", "\u05e9"}, // WB7a to WB7c
            {"\u4e2d\u6587 \u6f22\u5b57\u3042\u3044", "\u4e2d", "\u6587", "\u6f22", "\u5b57", "\u3042", "\u3044"},
            {"\u30ab\u30bf\u30ab\u30ca\u30fc x\u30abx", "\u30ab\u30bf\u30ab\u30ca\u30fc", "x", "\u30ab", "x"}, // WB13
            {
                "\ud55c\uad6d\uc5b4 \u0440\u0443\u0441\u0441\u043a\u0438\u0439",
                "\ud55c\uad6d\uc5b4",
                "\u0440\u0443\u0441\u0441\u043a\u0438\u0439"
            },
            {"\ud83d\ude00 \ud83c\uddeb\ud83c\uddf7 a\ud83d\ude00b", "a", "b"},
            {"\ud840\udc00 \ud835\udc00\ud835\udc01", "\ud840\udc00", "\ud835\udc00\ud835\udc01"
            }, // ideographs and letters outside the BMP
            {"\u0661\u0662\u066b\u0663 \uff11\uff12", "\u0661\u0662\u066b\u0663", "\uff11\uff12"
            }, // digits of other scripts
            {
                "",
            },
            {" \t\r\n\u3000\u00a0"},
        };
        for (String[] c : cases) assertEquals(List.of(c).subList(1, c.length), words.terms(c[0]), c[0]);
    }

    @Test
    void offsetsPointIntoTheText() {
        assertEquals(List.of("Caf\u00e9@1-5", "1.5@7-10"), words.full(" Caf\u00e9, 1.5"));
    }

    @Test
    void theFastWayAgreesWithTheStateMachineOnAscii() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomText random = new RandomText(seed);
        for (int i = 0; i < 20_000; i++) agrees(random.ascii(i % 200 == 0 ? 3000 : 40));
    }

    @Test
    void textCutAtBlanksAgreesWithTextInOnePiece() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomText random = new RandomText(seed);
        for (int i = 0; i < 20_000; i++) agrees(random.any(i % 200 == 0 ? 3000 : 40));
    }

    private static void agrees(String row) {
        char[] chars = row.toCharArray();
        List<String> fast = new ArrayList<>();
        List<String> slow = new ArrayList<>();
        new WordBreaker()
                .words(chars, chars.length, (from, to) -> fast.add(from + "-" + to + " " + row.substring(from, to)));
        new WordBreaker()
                .unicode(
                        chars,
                        0,
                        chars.length,
                        (from, to) -> slow.add(from + "-" + to + " " + row.substring(from, to)));
        assertEquals(slow, fast, () -> row.chars()
                .mapToObj(c -> String.format("%04x", c))
                .toList()
                .toString());
    }

    @Test
    void longWordsAreWholeOrLeftOutButNeverCut() {
        Tokenizing ten =
                new Tokenizing(new UnicodeWordsTokenizer().create(new UnicodeWordsTokenizer.Settings(10), null));
        assertEquals(List.of("a", "1234567890"), ten.terms("a 12345678901 1234567890 \u00e912345678901"));
        Tokenizing all =
                new Tokenizing(new UnicodeWordsTokenizer().create(new UnicodeWordsTokenizer.Settings(1_000_000), null));
        String word = "\u00e9".repeat(70_000);
        assertEquals(List.of(word, "b"), all.terms(word + " b"));
    }
}
