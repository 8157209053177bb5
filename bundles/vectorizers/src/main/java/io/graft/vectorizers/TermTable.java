package io.graft.vectorizers;

import java.util.Arrays;

/**
 * Terms numbered from 0 in the order they were added, found by a range of characters without making a string.
 *
 * <p>An open-addressing hash table with linear probing; the characters of all terms lie in one array.
 *
 * <p><b>Threading.</b> Not thread-safe while terms are added; afterwards any number of threads may search it once it
 * was safely published.
 */
final class TermTable {
    private char[] chars = new char[1024];
    private int[] ends = new int[64];
    private int[] hashes = new int[64];
    /** The number of a term plus 1, or 0 for a free place; the length is a power of two. */
    private int[] places = new int[256];

    private int size;

    /** The number of terms. */
    int size() {
        return size;
    }

    /** The number of a term, or -1. */
    int find(char[] text, int from, int to) {
        int hash = hash(text, from, to);
        int mask = places.length - 1;
        for (int p = hash & mask; ; p = (p + 1) & mask) {
            int term = places[p] - 1;
            if (term < 0) return -1;
            if (hashes[term] == hash && same(term, text, from, to)) return term;
        }
    }

    /** The number of a term, which is added when it is new. */
    int findOrAdd(char[] text, int from, int to) {
        int hash = hash(text, from, to);
        int mask = places.length - 1;
        int p = hash & mask;
        for (; places[p] != 0; p = (p + 1) & mask) {
            int term = places[p] - 1;
            if (hashes[term] == hash && same(term, text, from, to)) return term;
        }
        add(hash, text, from, to);
        places[p] = size;
        if (size > places.length / 2) rehash();
        return size - 1;
    }

    /** A term as a string. */
    String term(int number) {
        int start = start(number);
        return new String(chars, start, ends[number] - start);
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private boolean same(int number, char[] text, int from, int to) {
        int start = start(number);
        if (ends[number] - start != to - from) return false;
        for (int i = start, j = from; j < to; i++, j++) if (chars[i] != text[j]) return false;
        return true;
    }

    private void add(int hash, char[] text, int from, int to) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        int start = start(size);
        int end = Math.addExact(start, to - from);
        if (end > chars.length)
            chars = Arrays.copyOf(chars, Math.max(end, (int) Math.min(2L * chars.length, Integer.MAX_VALUE - 8)));
        System.arraycopy(text, from, chars, start, to - from);
        ends[size] = end;
        hashes[size++] = hash;
    }

    private void rehash() {
        places = new int[2 * places.length];
        int mask = places.length - 1;
        for (int term = 0; term < size; term++) {
            int p = hashes[term] & mask;
            while (places[p] != 0) p = (p + 1) & mask;
            places[p] = term + 1;
        }
    }

    /** A polynomial over the characters, mixed so that its low bits depend on all of them. */
    private static int hash(char[] text, int from, int to) {
        int h = to - from;
        for (int i = from; i < to; i++) h = 31 * h + text[i];
        h *= 0x9E3779B9;
        return h ^ (h >>> 15);
    }
}
