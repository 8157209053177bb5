package io.graft.api.text;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The tokens of a text: for each a term and the range of the original text that it stands for.
 *
 * <p>Terms lie in one array of characters that begins with the text itself, so a token that is a piece of the text costs nothing to add.
 *
 * <p><b>Threading.</b> For one thread; used again from row to row without allocating.
 */
public final class Tokens {
    private char[] chars = new char[256];
    private int used;
    private TextBuffer text = new TextBuffer();
    private int size;
    private int[] termStart = new int[32];
    private int[] termEnd = new int[32];
    private int[] start = new int[32];
    private int[] end = new int[32];

    /** Forgets all tokens and begins with a cleaned text, which must not change while these tokens are used. */
    public void reset(TextBuffer newText) {
        text = newText;
        size = 0;
        used = 0;
        room(newText.length());
        System.arraycopy(newText.buffer(), 0, chars, 0, newText.length());
        used = newText.length();
    }

    /** The number of tokens. */
    public int size() {
        return size;
    }

    /** Adds the token that is the text between two indices of the cleaned text. */
    public void add(int from, int to) {
        add(from, to, text.origin(from), to > from ? text.originEnd(to) : text.origin(from));
    }

    /** Adds a token of another term, that stands for the cleaned text between two indices. */
    public void add(int from, int to, CharSequence term) {
        int t = append(term);
        add(t, used, text.origin(from), to > from ? text.originEnd(to) : text.origin(from));
    }

    private void add(int termFrom, int termTo, int originFrom, int originTo) {
        if (size == termStart.length) grow();
        termStart[size] = termFrom;
        termEnd[size] = termTo;
        start[size] = originFrom;
        end[size++] = originTo;
    }

    /** The characters in which terms lie; valid until a term is set or added. */
    public char[] buffer() {
        return chars;
    }

    /** Where in {@link #buffer()} the term of a token begins. */
    public int termStart(int token) {
        return termStart[token];
    }

    /** Where in {@link #buffer()} the term of a token ends. */
    public int termEnd(int token) {
        return termEnd[token];
    }

    /** The term of a token, as a new string. */
    public String term(int token) {
        return new String(chars, termStart[token], termEnd[token] - termStart[token]);
    }

    /** Where in the original text a token begins. */
    public int start(int token) {
        return start[token];
    }

    /** Where in the original text a token ends. */
    public int end(int token) {
        return end[token];
    }

    /** Gives a token another term. */
    public void term(int token, CharSequence term) {
        int t = append(term);
        termStart[token] = t;
        termEnd[token] = used;
    }

    /** Gives a token another term out of an array. */
    public void term(int token, char[] from, int offset, int length) {
        room(used + length);
        System.arraycopy(from, offset, chars, used, length);
        termStart[token] = used;
        used += length;
        termEnd[token] = used;
    }

    /** Drops the tokens whose index does not fulfil the condition. */
    public void retain(IntPredicate keep) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!keep.test(i)) continue;
            termStart[kept] = termStart[i];
            termEnd[kept] = termEnd[i];
            start[kept] = start[i];
            end[kept++] = end[i];
        }
        size = kept;
    }

    /** Inserts a token of this term after another, standing for the same range of the original. */
    public void insertAfter(int token, CharSequence term) {
        int t = append(term);
        if (size == termStart.length) grow();
        int at = token + 1;
        for (int[] a : new int[][] {termStart, termEnd, start, end}) System.arraycopy(a, at, a, at + 1, size - at);
        size++;
        termStart[at] = t;
        termEnd[at] = used;
        start[at] = start[token];
        end[at] = end[token];
    }

    /** Keeps the first so many tokens. */
    public void truncate(int most) {
        size = Math.min(size, most);
    }

    private int append(CharSequence term) {
        int t = used;
        int n = term.length();
        room(used + n);
        if (term instanceof String s) s.getChars(0, n, chars, used);
        else for (int i = 0; i < n; i++) chars[used + i] = term.charAt(i);
        used += n;
        return t;
    }

    private void room(int n) {
        if (chars.length < n) chars = Arrays.copyOf(chars, Math.max(n, 2 * chars.length));
    }

    private void grow() {
        termStart = Arrays.copyOf(termStart, 2 * size);
        termEnd = Arrays.copyOf(termEnd, 2 * size);
        start = Arrays.copyOf(start, 2 * size);
        end = Arrays.copyOf(end, 2 * size);
    }
}
