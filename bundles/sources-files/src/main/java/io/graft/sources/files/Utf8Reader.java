package io.graft.sources.files;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/**
 * Reads UTF-8 strictly: what is no UTF-8, and NUL characters, are errors that name the line. A byte order mark is
 * skipped.
 *
 * <p><b>Threading.</b> For one thread. <b>Errors.</b> A {@link PipelineException} of code BAD_DATA.
 */
final class Utf8Reader extends Reader {
    private final InputStream in;
    private final String name;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).flip();
    private boolean bytesEnd;
    private boolean started;
    private boolean any;
    /** What is wrong after the characters decoded so far, or null. */
    private PipelineException broken;

    private long line = 1;
    private char last;

    /** Reads a stream, which is closed with this reader. */
    Utf8Reader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        return chars.hasRemaining() || decode() ? chars.get() : -1;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (!chars.hasRemaining() && !decode()) return -1;
        int n = Math.min(length, chars.remaining());
        chars.get(into, offset, n);
        return n;
    }

    /** Whether nothing but a byte order mark has been read. */
    boolean nothingRead() {
        return !any;
    }

    /** Whether the file was read to its end, and that lies in this line. */
    boolean endsAt(long someLine) {
        return bytesEnd && !chars.hasRemaining() && !bytes.hasRemaining() && line == someLine;
    }

    /** The last character decoded so far. */
    char last() {
        return last;
    }

    /** Decodes the next characters; false at the end. */
    private boolean decode() throws IOException {
        do {
            if (broken != null) throw broken;
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, bytesEnd);
            check();
            if (broken == null && result.isError()) {
                broken = bad("is not UTF-8 text (byte 0x" + String.format("%02x", bytes.get(bytes.position()))
                        + "); save the file as UTF-8, or is it another kind of file?");
            }
            chars.flip();
            if (!started && chars.hasRemaining()) {
                started = true;
                if (chars.get(0) == '\ufeff') chars.get();
            }
            if (!chars.hasRemaining() && broken == null) {
                if (bytesEnd) return false;
                fill();
            }
        } while (!chars.hasRemaining());
        any = true;
        return true;
    }

    private void fill() throws IOException {
        bytes.compact();
        try {
            int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (n < 0) bytesEnd = true;
            else bytes.position(bytes.position() + n);
        } catch (EOFException | ZipException e) {
            throw new PipelineException(
                    ErrorCode.BAD_DATA, name, "The file '" + name + "' is packed by gzip and cut off or damaged.", e);
        } finally {
            bytes.flip();
        }
    }

    /** Counts lines in what was just decoded, and cuts it off before a NUL. */
    private void check() {
        char[] a = chars.array();
        int n = chars.position();
        for (int i = 0; i < n; i++) {
            char c = a[i];
            if (c == '\n') {
                if (last != '\r') line++;
            } else if (c == '\r') {
                line++;
            } else if (c == 0) {
                broken = bad("holds a NUL character; the file is not a text file, or it is damaged.");
                chars.position(i);
                return;
            }
            last = c;
        }
    }

    private PipelineException bad(String what) {
        String place = name + ":" + line;
        return new PipelineException(ErrorCode.BAD_DATA, place, "Line " + line + " of '" + name + "' " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
