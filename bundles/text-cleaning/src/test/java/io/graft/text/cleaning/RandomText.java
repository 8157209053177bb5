package io.graft.text.cleaning;

import java.util.Random;

/** Texts that are made to break things: marks, syllables, halves of pairs, ligatures, controls, tags, addresses, numbers. */
final class RandomText {
    private static final String[] PIECES = {
        "a",
        "Z",
        "e\u0301",
        "\u0301",
        "\u0327\u0307",
        "\u0130",
        "\u03a3",
        "\u1e9e",
        "\u212b",
        "\ufb03",
        "\u00bd",
        "\u2460",
        "\u1100\u1161\u11a8",
        "\u1161",
        "\u11a8",
        "\uac00",
        "\uac01",
        "\u304b\u3099",
        "\uff76\uff9e",
        "\uff9f",
        "\u0344",
        "\u0f73",
        "\u0915\u093c",
        "\u09c7\u09be",
        "\u09be",
        "\u0cc6\u0cc2\u0cd5",
        "\u2126",
        "\uf900",
        "\ufdfa",
        "\u3131",
        "\uffa1\uffc2",
        "\ud834\udd5e",
        "\ud834\udd65",
        "\ud83d\ude00",
        "\u200d",
        "\ufe0f",
        "\ud83d",
        "\ude00",
        "\ud805\udc31\ud805\udc27",
        "\ud804\udcba",
        "\u2f00",
        "\ud87e\udc00",
        "\u4e7e\u5764",
        "\u9ad4",
        "\u570b",
        "\ud842\udfb7",
        "\uff21",
        "\uff0c",
        "\u3000",
        "\uffe5",
        " ",
        "  ",
        "\t",
        "\r\n",
        "\u00a0",
        "\u2028",
        "\0",
        "\u0007",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\uffff",
        "\ud83f\udffe",
        "\u0085",
        "\u001c",
        "<",
        ">",
        "<b>",
        "</p>",
        "<br/>",
        "<!--",
        "-->",
        "<a href='",
        "\"",
        "'",
        "=",
        "&amp;",
        "&",
        "&#x41;",
        "&#0;",
        "&notin;",
        "&copy",
        ";",
        "<script>",
        "</script>",
        "http://a.b/c",
        "www.x.yz",
        "me@x.yz",
        "@",
        ":",
        "/",
        ".",
        ",",
        "-",
        "12",
        "3.14",
        "1,000",
        "mp3",
        "\u0663",
        "\ud835\udfd8",
        "_",
    };

    private RandomText() {}

    static String of(Random random) {
        StringBuilder text = new StringBuilder();
        int n = random.nextInt(12);
        for (int i = 0; i < n; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 2 -> text.appendCodePoint(0x300 + random.nextInt(0x70));
                default -> text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    /** A text with every character that is not plain ASCII written as an escape, for messages. */
    static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c >= ' ' && c < 127) out.append(c);
            else out.append(String.format("\\u%04x", (int) c));
        }
        return out.toString();
    }
}
