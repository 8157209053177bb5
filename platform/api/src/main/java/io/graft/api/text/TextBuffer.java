package io.graft.api.text;

import java.util.Arrays;

/**
 * A text being cleaned, which remembers for every character where in the original it came from.
 *
 * <p><b>Lifecycle.</b> {@link #set} begins a text. A cleaner that keeps the length changes {@link #buffer()} in place; one that
 * does not calls {@link #begin}, then {@link #keep} and {@link #put} from left to right, then {@link #commit}.
 *
 * <p><b>Threading.</b> For one thread; used again from row to row without allocating.
 */
public final class TextBuffer implements CharSequence {
    private char[] chars = new char[256];
    private int[] origins = new int[0];
    private boolean moved;
    private int length;
    private int originalLength;
    private int originalEnd;

    private char[] nextChars = new char[256];
    private int[] nextOrigins = new int[0];
    private int nextLength;
    private int nextEnd;

    /** Begins with an original text. */
    public void set(CharSequence original) {
        int n = original.length();
        if (chars.length < n) chars = new char[Math.max(n, 2 * chars.length)];
        if (original instanceof String s) s.getChars(0, n, chars, 0);
        else for (int i = 0; i < n; i++) chars[i] = original.charAt(i);
        length = n;
        originalLength = n;
        originalEnd = n;
        moved = false;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (index >= length) throw new IndexOutOfBoundsException(index);
        return chars[index];
    }

    @Override
    public String subSequence(int start, int end) {
        if (end > length) throw new IndexOutOfBoundsException(end);
        return new String(chars, start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }

    /** The characters, valid up to {@link #length()}; they may be changed in place. */
    public char[] buffer() {
        return chars;
    }

    /** Whether all characters are ASCII. */
    public boolean isAscii() {
        int or = 0;
        for (int i = 0; i < length; i++) or |= chars[i];
        return or < 128;
    }

    /** Where in the original the character at an index came from; for {@link #length()}, the length of the original. */
    public int origin(int index) {
        if (index >= length) return originalLength;
        return moved ? origins[index] : index;
    }

    /**
     * Where in the original a range that ends before an index ends.
     *
     * @param index at least 1
     */
    public int originEnd(int index) {
        if (index >= length) return originalEnd;
        return moved ? Math.max(origins[index - 1] + 1, origins[index]) : index;
    }

    /** Begins a new version of the text. */
    public void begin() {
        nextLength = 0;
        nextEnd = 0;
    }

    /** Takes characters over into the new version. */
    public void keep(int start, int end) {
        int n = end - start;
        room(nextLength + n);
        System.arraycopy(chars, start, nextChars, nextLength, n);
        if (moved) System.arraycopy(origins, start, nextOrigins, nextLength, n);
        else for (int i = 0; i < n; i++) nextOrigins[nextLength + i] = start + i;
        nextLength += n;
        if (n > 0) nextEnd = originEnd(end);
    }

    /** Adds a character to the new version, made from the one at an index of the present version. */
    public void put(char c, int from) {
        room(nextLength + 1);
        nextChars[nextLength] = c;
        nextOrigins[nextLength++] = origin(from);
        nextEnd = originalEnd; // what follows may have been taken into this character
    }

    /** Adds characters to the new version, all made from the one at an index of the present version. */
    public void put(CharSequence text, int from) {
        for (int i = 0; i < text.length(); i++) put(text.charAt(i), from);
    }

    /** Makes the new version the present one. */
    public void commit() {
        char[] c = chars;
        chars = nextChars;
        nextChars = c;
        int[] o = origins;
        origins = nextOrigins;
        nextOrigins = o;
        length = nextLength;
        originalEnd = nextLength == 0 ? originalLength : nextEnd;
        moved = true;
    }

    private void room(int n) {
        if (nextChars.length < n) nextChars = Arrays.copyOf(nextChars, Math.max(n, 2 * nextChars.length));
        if (nextOrigins.length < nextChars.length) nextOrigins = Arrays.copyOf(nextOrigins, nextChars.length);
    }
}
