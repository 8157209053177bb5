package io.graft.tokenizers.unicode;

/** The word rules of UAX 29 for the ASCII characters, as a table and one loop. */
final class AsciiWords {
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    /** The last class of characters that are always part of a word. */
    private static final byte JOINER = 3;

    private static final byte BETWEEN_LETTERS = 4;
    private static final byte BETWEEN_DIGITS = 5;
    private static final byte BETWEEN_BOTH = 6;

    private static final byte[] CLASS = new byte[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) CLASS[c] = LETTER;
        for (char c = 'A'; c <= 'Z'; c++) CLASS[c] = LETTER;
        for (char c = '0'; c <= '9'; c++) CLASS[c] = DIGIT;
        CLASS['_'] = JOINER;
        CLASS[':'] = BETWEEN_LETTERS;
        CLASS[','] = BETWEEN_DIGITS;
        CLASS[';'] = BETWEEN_DIGITS;
        CLASS['.'] = BETWEEN_BOTH;
        CLASS['\''] = BETWEEN_BOTH;
    }

    private AsciiWords() {}

    /** Whether a word may begin with this ASCII character. */
    static boolean begins(char c) {
        byte k = CLASS[c];
        return k != 0 && k <= JOINER;
    }

    /**
     * Where the word ends that begins at an index.
     *
     * @param limit the end of the text; all characters before it are ASCII
     * @return the end, or its complement ({@code ~end}) when the word holds no letter or digit
     */
    static int end(char[] text, int from, int limit) {
        int seen = 0;
        int i = from;
        for (; i < limit; i++) {
            byte k = CLASS[text[i]];
            if (k == 0) break;
            if (k <= JOINER) seen |= k == JOINER ? 0 : 1;
            else if (i == from || i + 1 == limit || !joins(k, CLASS[text[i - 1]], CLASS[text[i + 1]])) break;
        }
        return seen != 0 ? i : ~i;
    }

    private static boolean joins(byte between, byte before, byte after) {
        if (before != after) return false;
        return before == LETTER && between != BETWEEN_DIGITS || before == DIGIT && between != BETWEEN_LETTERS;
    }
}
