package io.graft.sources.files;

import java.io.Closeable;
import java.io.IOException;

/** Reads line by line; lines end in LF, CR LF or CR. For one thread. */
final class LineReader implements Closeable {
    private static final int MOST_CHARACTERS = 1 << 24;

    private final TextFile file;
    private final Utf8Reader in;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder text = new StringBuilder();
    private int next;
    private int end;
    private boolean afterReturn;
    private long line;

    /** Opens a file. */
    LineReader(TextFile file) {
        this.file = file;
        in = file.open();
    }

    /** The next line, without its end; null when there is none. */
    String read() throws IOException {
        text.setLength(0);
        boolean any = false;
        while (true) {
            if (next == end) {
                next = 0;
                end = Math.max(0, in.read(buffer, 0, buffer.length));
                if (end == 0) {
                    if (!any) return null;
                    line++;
                    return text.toString();
                }
            }
            if (afterReturn) {
                afterReturn = false;
                if (buffer[next] == '\n' && ++next == end) continue;
            }
            any = true;
            int start = next;
            while (next < end && buffer[next] != '\n' && buffer[next] != '\r') next++;
            if (text.length() + (next - start) > MOST_CHARACTERS) {
                throw file.bad(
                        line + 1,
                        "Line " + (line + 1) + " of '" + file.name() + "' is longer than " + MOST_CHARACTERS
                                + " characters; is it a text file?");
            }
            text.append(buffer, start, next - start);
            if (next < end) {
                afterReturn = buffer[next++] == '\r';
                line++;
                return text.toString();
            }
        }
    }

    /** The number of the line read last, from 1. */
    long line() {
        return line;
    }

    /** Whether the file is empty, as far as it was read. */
    boolean nothingRead() {
        return in.nothingRead();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw file.failed(e);
        }
    }
}
