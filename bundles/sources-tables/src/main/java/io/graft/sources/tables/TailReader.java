package io.graft.sources.tables;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Remembers the last character read that is no blank, by which a quote that is never closed is found. */
final class TailReader extends FilterReader {
    private char last;

    TailReader(Reader in) {
        super(in);
    }

    /** The last character that is no blank, or NUL. */
    char last() {
        return last;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        if (c > ' ') last = (char) c;
        return c;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        for (int i = offset + n - 1; i >= offset; i--)
            if (into[i] > ' ') {
                last = into[i];
                break;
            }
        return n;
    }
}
