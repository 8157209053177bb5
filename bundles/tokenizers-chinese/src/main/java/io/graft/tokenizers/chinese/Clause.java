package io.graft.tokenizers.chinese;

import java.util.Arrays;

/** A stretch of letters and Chinese characters without space or symbol, as it grows from left to right. */
final class Clause {
    private int start;
    private int length;
    private boolean ideographs;

    /** For each place, whether no word may begin or end there. */
    private boolean[] whole = new boolean[256];

    /** For each place, whether Chinese and another script meet there. */
    private boolean[] edge = new boolean[256];

    /** Begins anew at an index of the text. */
    void begin(int at) {
        int used = Math.min(whole.length, length + 2);
        Arrays.fill(whole, 0, used, false);
        Arrays.fill(edge, 0, used, false);
        start = at;
        length = 0;
        ideographs = false;
    }

    /** Takes one more code point in. */
    void add(int codePointLength, boolean ideograph, boolean atEdge, boolean cuttable) {
        int end = length + codePointLength;
        if (end + 1 >= whole.length) {
            whole = Arrays.copyOf(whole, 2 * end + 2);
            edge = Arrays.copyOf(edge, 2 * end + 2);
        }
        whole[length] = !cuttable;
        edge[length] = atEdge;
        if (codePointLength == 2) whole[length + 1] = true;
        length = end;
        ideographs |= ideograph;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    boolean hasIdeographs() {
        return ideographs;
    }

    /** Whether a word may begin or end at a place, counted from the start of the clause. */
    boolean cuttable(int at) {
        return at == 0 || at == length || !whole[at];
    }

    boolean edge(int at) {
        return edge[at];
    }
}
