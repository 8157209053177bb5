package io.graft.tokenizers.unicode;

import java.util.Random;

/** Texts made to break tokenizers. */
final class RandomText {
    private static final String[] PIECES = {
        "don't",
        "3.14",
        "1,000;2",
        "a_b",
        "_",
        "__",
        "can't.",
        "e.g.",
        "a:b",
        "'",
        "\"",
        "...",
        "http://x.y/z?a=1&b=2",
        "x@y.com",
        "\u2019",
        "caf\u00e9",
        "cafe\u0301",
        "\u0301",
        "\u200d",
        "\ufe0f",
        "\ud83d\ude00",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\uddeb\ud83c\uddf7",
        "1\ufe0f\u20e3",
        "#\ufe0f\u20e3",
        "\u4e2d\u6587",
        "\u3072\u3089",
        "\u30ab\u30bf\u30ab\u30ca",
        "\ud55c\uad6d\uc5b4",
        "\u0e20\u0e32\u0e29\u0e32",
        "\u05e9\u05dc\"\u05d5",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "\u00ad",
        "\u200b",
        "\ufeff",
        "\u3000",
        "\u00a0",
        "\u0085",
        "\u2028",
        "\r\n",
        "\n",
        "\t",
        " ",
        "  ",
        "\u0000",
        "\u001f",
        "\u007f",
        "\ud800",
        "\udc00",
        "\udbff",
        "\ud840\udc00",
        "\uffff"
    };

    private final Random random;

    RandomText(long seed) {
        random = new Random(seed);
    }

    /** Any mixture, of at most about so many characters. */
    String any(int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        int style = random.nextInt(5);
        while (text.length() < length) {
            switch (style == 4 ? random.nextInt(4) : style) {
                case 0 -> text.append(PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.append((char) random.nextInt(128));
                case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                default -> text.append((char) random.nextInt(0x10000));
            }
        }
        return text.toString();
    }

    /** ASCII only, dense in what the word rules are about. */
    String ascii(int most) {
        String dense = "ab1_:,;.' \"-09zZ";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(
                    random.nextInt(4) == 0 ? (char) random.nextInt(128) : dense.charAt(random.nextInt(dense.length())));
        }
        return text.toString();
    }
}
