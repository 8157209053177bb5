package io.graft.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that break what was only tried on plain English: the same list on every run. */
public final class AttackTexts {
    private static final String[] PIECES = {
        " ",
        "\t",
        "\n",
        "\r\n",
        "\u0000",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u202e",
        "a",
        "Z",
        "ß",
        "İ",
        "ﬁ",
        "é",
        "e\u0301",
        "ｆｕｌｌ",
        "0",
        "1,234.5",
        "１２",
        "-",
        "'",
        "’",
        "\"",
        "<",
        ">",
        "&amp;",
        "<b>",
        "</",
        "http://x.y/?q=1#z",
        "a@b.cd",
        "#tag",
        "@you",
        "%",
        "$",
        "\\",
        "/",
        "中",
        "文字",
        "，",
        "。",
        "「",
        "ひ",
        "カ",
        "ｶﾞ",
        "한국",
        "\u1100\u1161",
        "ไทย",
        "אב",
        "عربي",
        "हिन्दी",
        "Ως",
        "Ж",
        "😀",
        "👨\u200d👩\u200d👧",
        "🇩🇪",
        "👍🏽",
        "\ud83d",
        "\ude00",
        "\uffff",
        "\ufffd",
        "n't",
        "don't",
        "U.S.A.",
        "C++",
        "e-mail",
        "...",
        "--",
        "___"
    };

    private AttackTexts() {}

    /** Empty, blank, broken, long and random texts. */
    public static List<String> all() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "\n\n\n",
                "a",
                "中",
                "😀",
                "\ud83d",
                "\ude00\ud83d",
                "\u0301",
                "The quick brown fox.",
                "x".repeat(10_000),
                "中".repeat(5_000),
                " ".repeat(10_000),
                "a ".repeat(5_000),
                "e\u0301".repeat(1_000)));
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                if (random.nextInt(12) == 0) text.append((char) random.nextInt(0x10000));
                else text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /** How a text reads in a message: what is not ASCII as escapes. */
    public static String escaped(CharSequence text) {
        StringBuilder s = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), 200); i++) {
            char c = text.charAt(i);
            if (c >= 32 && c < 127) s.append(c);
            else s.append(String.format("\\u%04x", (int) c));
        }
        return s.append(text.length() > 200 ? "…\"" : "\"").toString();
    }
}
