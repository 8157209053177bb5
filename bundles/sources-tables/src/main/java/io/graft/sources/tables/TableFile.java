package io.graft.sources.tables;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of UTF-8 text, packed by gzip or not, with or without a byte order mark.
 *
 * @param name the file as the descriptor names it
 * @param path where it lies
 */
record TableFile(String name, Path path) {
    private static final int BUFFER = 1 << 16;

    /** Begins to read. */
    TailReader open() {
        if (!Files.exists(path)) throw bad("There is no file '" + name + "'; it was looked for at " + path + ".");
        if (Files.isDirectory(path)) throw bad("'" + name + "' is a folder, not a file.");
        InputStream in = null;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            if (first == 0x1f && second == 0x8b) in = new GZIPInputStream(in, BUFFER);
            BufferedReader text = new BufferedReader(
                    new InputStreamReader(
                            in,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    BUFFER);
            text.mark(1);
            if (text.read() != '\ufeff') text.reset();
            return new TailReader(text);
        } catch (IOException e) {
            if (in != null) closeQuietly(in);
            throw failed(e, 0);
        }
    }

    /** What to throw when reading fails behind a line. */
    PipelineException failed(IOException e, long line) {
        if (e instanceof CharacterCodingException) {
            String where = line > 0 ? " behind line " + line : "";
            return new PipelineException(
                    ErrorCode.BAD_DATA,
                    name,
                    "The file '" + name + "' is not UTF-8 text" + where
                            + "; save the file as UTF-8, or is it another kind of file?",
                    e);
        }
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new PipelineException(
                ErrorCode.BAD_DATA, name, "The file '" + name + "' cannot be read: " + why + ".", e);
    }

    /** What to throw when the data is not as it must be. */
    PipelineException bad(String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, name, sentence);
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // the exception being thrown says more
        }
    }
}
