package io.graft.tokenfilters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Words numbered from 0, found by a range of characters without making a string.
 *
 * <p>The apostrophe ’ counts as '. An open-addressing hash table with linear probing. <b>Threading.</b> Immutable.
 */
final class WordTable {
    private final boolean ignoreCase;
    private final List<String> words = new ArrayList<>();
    private final char[][] chars;
    /** The number of a word plus 1, or 0 for a free place; the length is a power of two. */
    private final int[] places;

    /**
     * A table of these words; of words that are the same, the first counts.
     *
     * @param ignoreCase whether words that differ in case only are the same
     */
    WordTable(Collection<String> all, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        places = new int[Integer.highestOneBit(Math.max(8, all.size())) * 4];
        chars = new char[all.size()][];
        for (String word : all) {
            char[] w = word.toCharArray();
            int place = place(w, 0, w.length);
            if (places[place] != 0) continue;
            chars[words.size()] = w;
            words.add(word);
            places[place] = words.size();
        }
    }

    /** The number of a word, or -1. */
    int find(char[] text, int from, int to) {
        return places[place(text, from, to)] - 1;
    }

    /** The number of words. */
    int size() {
        return words.size();
    }

    /** A word. */
    String word(int number) {
        return words.get(number);
    }

    /** The place where a word is, or where it would be added. */
    private int place(char[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) hash = 31 * hash + fold(text[i]);
        hash *= 0x9E3779B9;
        int mask = places.length - 1;
        int place = (hash ^ (hash >>> 15)) & mask;
        while (places[place] != 0 && !same(chars[places[place] - 1], text, from, to)) place = (place + 1) & mask;
        return place;
    }

    private boolean same(char[] word, char[] text, int from, int to) {
        if (word.length != to - from) return false;
        for (int i = 0; i < word.length; i++) if (fold(word[i]) != fold(text[from + i])) return false;
        return true;
    }

    private char fold(char c) {
        if (c == '\u2019') return '\'';
        if (!ignoreCase) return c;
        if (c < 128) return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        return Character.toLowerCase(c);
    }
}
