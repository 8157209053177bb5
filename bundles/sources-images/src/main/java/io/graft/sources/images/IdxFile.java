package io.graft.sources.images;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of the idx format: a magic number, the sizes of its axes, then bytes. */
record IdxFile(String name, Path path) {
    private static final int BUFFER = 1 << 16;

    /** The file from its first byte after the sizes. */
    record Opened(DataInputStream in, int[] sizes) {}

    Opened open(int magic, int axes) {
        InputStream in = null;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            DataInputStream data =
                    new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in);
            int found = data.readInt();
            if (found != magic)
                throw bad("begins with the number " + found + "; a file of " + (axes == 1 ? "labels" : "images")
                        + " in the idx format begins with " + magic);
            int[] sizes = new int[axes];
            long elements = 1;
            for (int i = 0; i < axes; i++) {
                sizes[i] = data.readInt();
                elements = sizes[i] < 0 ? Long.MAX_VALUE : elements * Math.max(1, sizes[i]);
                if (i > 0 && (sizes[i] < 1 || sizes[i] > 1 << 14) || sizes[i] < 0 || elements > 1L << 40)
                    throw bad("says that it has sizes such as " + sizes[i] + ", which no such file has");
            }
            return new Opened(data, sizes);
        } catch (IOException e) {
            close(in);
            throw failed(e);
        } catch (PipelineException e) {
            close(in);
            throw e;
        }
    }

    private static void close(InputStream in) {
        try {
            if (in != null) in.close();
        } catch (IOException e) {
            System.getLogger(IdxFile.class.getName()).log(System.Logger.Level.DEBUG, "a file did not close", e);
        }
    }

    PipelineException bad(String what) {
        return new PipelineException(ErrorCode.BAD_DATA, name, "'" + name + "' " + what + ".");
    }

    PipelineException failed(IOException e) {
        if (e instanceof NoSuchFileException) return bad("is not there; it was looked for at " + path);
        if (e instanceof EOFException) return bad("ends too early");
        return bad("cannot be read: " + e.getMessage());
    }
}
