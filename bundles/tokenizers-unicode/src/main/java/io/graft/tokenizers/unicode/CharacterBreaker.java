package io.graft.tokenizers.unicode;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where the characters of a text begin. For one thread; allocates nothing once it has room enough, but for rare
 * characters.
 */
final class CharacterBreaker {
    /** Below this, each character stands for itself, but for a carriage return before a line feed. */
    private static final char FIRST_COMBINING = '\u0300';

    private final CharacterUnit unit;
    private final Piece piece = new Piece();
    private final Matcher cluster = Pattern.compile("\\X").matcher(piece);
    private int[] starts = new int[256];
    private int count;

    CharacterBreaker(CharacterUnit unit) {
        this.unit = unit;
    }

    /** Finds the characters between two indices of a text, and returns how many they are. */
    int find(char[] text, int from, int to) {
        count = 0;
        if (starts.length <= to - from) starts = Arrays.copyOf(starts, Math.max(to - from + 1, 2 * starts.length));
        if (unit == CharacterUnit.CODE_POINTS) codePoints(text, from, to);
        else graphemes(text, from, to);
        starts[count] = to;
        return count;
    }

    /** Where a character begins; for the number of characters, where the last one ends. */
    int start(int character) {
        return starts[character];
    }

    private void codePoints(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            starts[count++] = i;
            if (Character.isHighSurrogate(text[i]) && i + 1 < to && Character.isLowSurrogate(text[i + 1])) i++;
        }
    }

    private void graphemes(char[] text, int from, int to) {
        for (int i = from; i < to; ) {
            boolean simple =
                    text[i] < FIRST_COMBINING && text[i] != '\r' && (i + 1 == to || text[i + 1] < FIRST_COMBINING);
            starts[count++] = i;
            if (simple) {
                i++;
                continue;
            }
            piece.set(text, i, to);
            cluster.reset(piece);
            i += cluster.lookingAt() ? Math.max(1, cluster.end()) : 1;
        }
    }

    /** A piece of an array as the regular expressions of Java read it. */
    private static final class Piece implements CharSequence {
        private char[] chars = new char[0];
        private int from;
        private int to;

        void set(char[] text, int newFrom, int newTo) {
            chars = text;
            from = newFrom;
            to = newTo;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return chars[from + index];
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new String(chars, from + start, end - start);
        }

        @Override
        public String toString() {
            return new String(chars, from, to - from);
        }
    }
}
