package io.graft.tokenizers.chinese;

import com.hankcs.hanlp.seg.common.Term;
import io.graft.api.text.Tokens;
import java.util.Arrays;
import java.util.List;

/** Cuts clauses into words, but nowhere that a clause forbids. For one thread at a time. */
final class ClauseCutter {
    /** Beyond this a clause is cut wherever scripts meet: the segmenter holds some hundred bytes a character. */
    private static final int LONGEST = 4000;

    private final HanLpSegmenter segmenter;
    private final boolean index;

    private Tokens tokens;
    private Clause clause;

    /** Where the word being joined begins. */
    private int wordStart;

    /** The words within it, as pairs of start and end. */
    private int[] within = new int[64];

    private int withinSize;

    ClauseCutter(HanLpSegmenter segmenter, boolean index) {
        this.segmenter = segmenter;
        this.index = index;
    }

    /** Adds the words of a clause. */
    void cut(Clause from, char[] text, Tokens into) {
        int length = from.length();
        if (length == 0) return;
        if (!from.hasIdeographs()) {
            into.add(from.start(), from.start() + length);
            return;
        }
        clause = from;
        tokens = into;
        if (length <= LONGEST) {
            piece(text, 0, length);
        } else {
            for (int start = 0, i = 1; i <= length; i++) {
                if (i < length && !clause.edge(i)) continue;
                int first = Character.codePointAt(text, clause.start() + start, clause.start() + length);
                if (Character.isIdeographic(first)) piece(text, start, i);
                else add(start, i);
                start = i;
            }
        }
        clause = null;
        tokens = null;
    }

    private void piece(char[] text, int from, int to) {
        List<Term> terms = segmenter.words(Arrays.copyOfRange(text, clause.start() + from, clause.start() + to));
        wordStart = from;
        withinSize = 0;
        int at = from;
        for (Term term : terms) {
            int length = term.word.length();
            if (index && from + term.offset < at) {
                remember(from + term.offset, from + term.offset + length);
                continue;
            }
            end(at);
            if (length > 1 && edgeWithin(at, at + length) && !segmenter.knows(term.word)) {
                for (int i = at + 1; i < at + length; i++) if (clause.edge(i)) end(i);
            }
            at += length;
        }
        end(to);
    }

    private boolean edgeWithin(int from, int to) {
        for (int i = from + 1; i < to; i++) if (clause.edge(i)) return true;
        return false;
    }

    private void remember(int from, int to) {
        if (withinSize == within.length) within = Arrays.copyOf(within, 2 * withinSize);
        within[withinSize++] = from;
        within[withinSize++] = to;
    }

    /** Ends a word here when that is allowed. */
    private void end(int at) {
        if (at == wordStart || !clause.cuttable(at)) return;
        add(wordStart, at);
        for (int i = 0; i < withinSize; i += 2) {
            if (clause.cuttable(within[i]) && clause.cuttable(within[i + 1])) add(within[i], within[i + 1]);
        }
        withinSize = 0;
        wordStart = at;
    }

    private void add(int from, int to) {
        tokens.add(clause.start() + from, clause.start() + to);
    }
}
