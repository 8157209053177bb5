package io.graft.sources.files;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of UTF-8 text, packed by gzip or not, with or without a byte order mark.
 *
 * <p><b>Errors.</b> A file that is missing, empty, a folder or no text throws a {@link PipelineException} of code
 * BAD_DATA.
 *
 * @param name the file as the descriptor names it
 * @param path where it lies
 */
record TextFile(String name, Path path) {
    private static final int BUFFER = 1 << 16;

    /** Begins to read. */
    Utf8Reader open() {
        if (!Files.exists(path)) throw bad("There is no file '" + name + "'; it was looked for at " + path + ".");
        if (Files.isDirectory(path)) throw bad("'" + name + "' is a folder, not a file.");
        InputStream in = null;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
            in.mark(4);
            int first = in.read();
            int second = in.read();
            in.reset();
            if (first < 0) throw bad("The file '" + name + "' is empty.");
            if (first == 0x1f && second == 0x8b) in = new GZIPInputStream(in, BUFFER);
            if (first == 0xff && second == 0xfe || first == 0xfe && second == 0xff) {
                throw bad("The file '" + name + "' is written in UTF-16; save it as UTF-8.");
            }
            return new Utf8Reader(in, name);
        } catch (IOException | PipelineException e) {
            if (in != null) closeQuietly(in);
            throw e instanceof PipelineException p ? p : failed((IOException) e);
        }
    }

    /** What to throw when reading fails. */
    PipelineException failed(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new PipelineException(
                ErrorCode.BAD_DATA, name, "The file '" + name + "' cannot be read: " + why + ".", e);
    }

    /** What to throw when the data is not as it must be. */
    PipelineException bad(String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, name, sentence);
    }

    /** What to throw when a line is not as it must be. */
    PipelineException bad(long line, String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, name + ":" + line, sentence);
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // the exception being thrown says more
        }
    }
}
