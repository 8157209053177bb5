package io.graft.vectorizers;

/** MurmurHash3 x86 32 by Austin Appleby (public domain), with seed 0, over the UTF-8 form of characters. */
final class Murmur3 {
    private int hash;
    private int block;
    private int bytes;

    private Murmur3() {}

    /** The hash of a range of characters; half a surrogate pair counts as the three bytes its number would have. */
    static int hash(char[] text, int from, int to) {
        Murmur3 h = new Murmur3();
        for (int i = from; i < to; i++) {
            char c = text[i];
            if (c < 0x80) {
                h.add(c);
            } else if (c < 0x800) {
                h.add(0xc0 | c >> 6);
                h.add(0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text[i + 1])) {
                int point = Character.toCodePoint(c, text[++i]);
                h.add(0xf0 | point >> 18);
                h.add(0x80 | point >> 12 & 0x3f);
                h.add(0x80 | point >> 6 & 0x3f);
                h.add(0x80 | point & 0x3f);
            } else {
                h.add(0xe0 | c >> 12);
                h.add(0x80 | c >> 6 & 0x3f);
                h.add(0x80 | c & 0x3f);
            }
        }
        return h.end();
    }

    private void add(int b) {
        block |= b << 8 * (bytes++ & 3);
        if ((bytes & 3) != 0) return;
        hash = Integer.rotateLeft(hash ^ mixed(), 13) * 5 + 0xe6546b64;
        block = 0;
    }

    private int mixed() {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private int end() {
        int h = hash ^ mixed() ^ bytes;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
