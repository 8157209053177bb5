package io.graft.tokenizers.chinese;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChineseAttackTest {
    private static final String[] PIECES = {
        "中国",
        "北京大学",
        "的",
        "了",
        "一百二十三",
        "二〇〇八年",
        "王小明",
        "约翰·史密斯",
        "龘",
        "靐龘",
        "𠮷",
        "𠮾𠮷",
        "㐀",
        "豈",
        "々",
        "〇",
        "iPhone",
        "14",
        "3.5",
        "1,000",
        "don't",
        "ＡＢ",
        "１",
        "é",
        "e\u0301",
        "\u0301",
        "葛\udb40\udd00",
        "かな",
        "カ",
        "한국",
        "Жизнь",
        "שלום",
        "𝟏",
        "Ⅷ",
        " ",
        "\n",
        "\t",
        "\u3000",
        "\0",
        "\ufeff",
        "\u200b",
        "\u200d",
        "，",
        "。",
        "……",
        "——",
        "《",
        "+",
        ".",
        ",",
        "'",
        "_",
        "-",
        "😀",
        "👍🏽",
        "👩\u200d💻",
        "\ud83d",
        "\ude00",
        "始##始",
        "末##末",
        "未##人",
        "\uffff",
        "T恤",
        "卡拉OK",
        "C++",
    };

    private final long seed = Long.getLong("graft.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TextBuffer buffer = new TextBuffer();
    private final Tokens tokens = new Tokens();

    @Test
    void standardTokensLieSideBySideAndLoseNoLetter() {
        for (String words : new String[] {null, "国北\n龘靐\nC++\n小明iPhone\n。北京\n14 3\n\u0301x"}) {
            for (boolean keep : new boolean[] {false, true}) {
                Tokenizer tokenizer = Cut.tokenizer(ChineseWords.Mode.STANDARD, keep, words != null, words);
                for (int i = 0; i < 8_000; i++) {
                    String text = text();
                    tokenize(tokenizer, text);
                    int end = 0;
                    StringBuilder between = new StringBuilder();
                    for (int t = 0; t < tokens.size(); t++) {
                        assertTrue(tokens.start(t) >= end && tokens.end(t) > tokens.start(t), () -> said(text));
                        between.append(text, end, tokens.start(t)).append(' ');
                        end = tokens.end(t);
                        assertToken(text, t);
                    }
                    between.append(text.substring(end));
                    assertFalse(
                            between.codePoints().anyMatch(Character::isLetterOrDigit),
                            () -> said(text) + " left out: " + shown(between.toString()));
                }
            }
        }
    }

    @Test
    void searchTokensBeginFromLeftToRightWithinTheText() {
        Tokenizer tokenizer = Cut.tokenizer(ChineseWords.Mode.SEARCH, true, false, "国北\n北京大学的 5");
        for (int i = 0; i < 8_000; i++) {
            String text = text();
            tokenize(tokenizer, text);
            int start = 0;
            for (int t = 0; t < tokens.size(); t++) {
                assertTrue(tokens.start(t) >= start && tokens.end(t) > tokens.start(t), () -> said(text));
                start = tokens.start(t);
                assertToken(text, t);
            }
        }
    }

    @Test
    void aTokenizerForgetsTheTextBefore() {
        Tokenizer used = Cut.standard();
        for (int i = 0; i < 2_000; i++) {
            String text = text();
            assertEquals(Cut.words(Cut.standard(), text), Cut.words(used, text), () -> said(text));
        }
    }

    @Test
    void longTextsWithoutAnyPunctuationAreCutInLinearTimeAndMemory() {
        for (ChineseWords.Mode mode : ChineseWords.Mode.values()) {
            Tokenizer tokenizer = Cut.tokenizer(mode, true, false, "C++");
            for (String piece : new String[] {
                "中国人民",
                "一",
                "龘",
                "a",
                "中a",
                "𠮷",
                "1.",
                "a.b",
                "\u0301",
                "。",
                "👍🏽\u200d",
                "C+",
                "C++",
                "。C++中",
                "\ud83d"
            }) {
                String text = "中" + piece.repeat(300_000 / piece.length());
                assertTimeoutPreemptively(
                        Duration.ofSeconds(60),
                        () -> assertTrue(Cut.words(tokenizer, text).size() > 0),
                        piece);
            }
        }
    }

    private void tokenize(Tokenizer tokenizer, String text) {
        buffer.set(text);
        tokens.reset(buffer);
        tokenizer.tokenize(buffer, tokens);
    }

    /** A token is what the text says there, and cuts neither a code point nor a word of another script. */
    private void assertToken(String text, int token) {
        int start = tokens.start(token);
        int end = tokens.end(token);
        assertEquals(text.substring(start, end), tokens.term(token), () -> said(text));
        for (int at : new int[] {start, end}) {
            if (at == 0 || at == text.length()) continue;
            assertFalse(
                    Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)),
                    () -> said(text) + " cut at " + at);
            boolean ascii = text.charAt(at - 1) < 128 && text.charAt(at) < 128;
            boolean cutsWord = ascii
                    && Character.isLetterOrDigit(text.charAt(at - 1))
                    && Character.isLetterOrDigit(text.charAt(at));
            assertFalse(cutsWord, () -> said(text) + " cut at " + at);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int n = random.nextInt(14);
        for (int i = 0; i < n; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 2 -> text.appendCodePoint(0x4e00 + random.nextInt(0x5200));
                default -> text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    private String said(String text) {
        return "-Dgraft.test.seed=" + seed + ", text \"" + shown(text) + "\"";
    }

    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray())
            out.append(c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        return out.toString();
    }
}
