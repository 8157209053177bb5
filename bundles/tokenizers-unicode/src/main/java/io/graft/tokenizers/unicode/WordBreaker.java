package io.graft.tokenizers.unicode;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.standard.StandardTokenizerImpl;

/**
 * Finds the words of a text by the rules of Unicode Standard Annex 29, and keeps those that hold a letter, a digit or
 * an ideograph.
 *
 * <p>Text between two ASCII blanks that is ASCII itself goes through {@link AsciiWords}; the rest through the state
 * machine of Lucene's
 * standard tokenizer, generated from the annex (Unicode 12.1). A blank always ends a word, so both ways agree. Each
 * ideograph and each
 * hiragana is a word of its own; so are runs of katakana, of hangul, and of the scripts that need a dictionary (Thai,
 * Lao, Khmer, Burmese).
 *
 * <p><b>Threading.</b> For one thread; nothing is allocated once its buffer is large enough.
 */
final class WordBreaker {
    private static final int FIRST_BUFFER = 256;

    /** Takes a word. */
    interface Words {
        /** The word lies between two indices of the text. */
        void word(int from, int to);
    }

    private final Range range = new Range();
    private final StandardTokenizerImpl machine = new StandardTokenizerImpl(range);
    private int buffer;

    WordBreaker() {
        machine.setBufferSize(buffer = FIRST_BUFFER);
    }

    /** Gives the words of a text from left to right. */
    void words(char[] text, int length, Words words) {
        for (int i = 0; i < length; ) {
            char c = text[i];
            if (c <= ' ') {
                i++;
                continue;
            }
            int end = i;
            int or = 0;
            for (; end < length && (c = text[end]) > ' '; end++) or |= c;
            if (or < 128) ascii(text, i, end, words);
            else unicode(text, i, end, words);
            i = end;
        }
    }

    private static void ascii(char[] text, int from, int to, Words words) {
        for (int i = from; i < to; ) {
            if (!AsciiWords.begins(text[i])) {
                i++;
                continue;
            }
            int end = AsciiWords.end(text, i, to);
            if (end >= 0) words.word(i, end);
            else end = ~end;
            i = end;
        }
    }

    /** The slow way, right for any text. */
    void unicode(char[] text, int from, int end, Words words) {
        // at half a pair at the end of its input, the machine would drop the word before it
        int to = end;
        while (to > from && Character.isHighSurrogate(text[to - 1])) to--;
        // a word must fit into the buffer, or the machine would cut it
        if (to - from >= buffer) machine.setBufferSize(buffer = Math.max(to - from + 1, 2 * buffer));
        range.set(text, from, to);
        machine.yyreset(range);
        try {
            for (int type; (type = machine.getNextToken()) != StandardTokenizerImpl.YYEOF; ) {
                if (type == StandardTokenizerImpl.EMOJI_TYPE) continue;
                int start = from + machine.yychar();
                words.word(start, start + machine.yylength());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a Range throws none
        }
    }

    /**
     * Reads a piece of an array; but for what would take the machine time that grows with its square.
     *
     * <p>Of a run of zero-width joiners, all but the first become soft hyphens, which have the same part in the rules
     * for words. Underscores
     * that follow {@value #MOST_IDLE} characters without a letter or digit become hyphens.
     */
    private static final class Range extends Reader {
        private static final char JOINER = '\u200d';
        private static final char SOFT_HYPHEN = '\u00ad';
        private static final int MOST_IDLE = 255;

        private char[] text;
        private int next;
        private int end;
        private int idle;

        void set(char[] newText, int from, int to) {
            text = newText;
            next = from;
            end = to;
            idle = 0;
        }

        @Override
        public int read(char[] into, int offset, int length) {
            if (next == end) return -1;
            int n = Math.min(length, end - next);
            char before = 0;
            for (int i = 0; i < n; i++) {
                char c = text[next + i];
                idle = Character.isLetterOrDigit(c) || Character.isSurrogate(c) ? 0 : idle + 1;
                into[offset + i] =
                        c == JOINER && before == JOINER ? SOFT_HYPHEN : c == '_' && idle > MOST_IDLE ? '-' : c;
                before = c;
            }
            next += n;
            return n;
        }

        @Override
        public void close() {}
    }
}
