package io.graft.sources.archives;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over the files of a folder or archive; what cannot be used is skipped as often as is allowed, with a warning.
 *
 * <p><b>Threading.</b> For one thread. <b>Errors.</b> BAD_DATA with the file as the descriptor names it.
 */
public abstract class LabelledRows implements SampleReader {
    private final String name;
    private final int badRows;
    private final Context context;
    private final LabelledFiles files;
    private final List<LabelledFiles.Entry> entries;
    private int next;
    private int skipped;

    /**
     * Begins.
     *
     * @param name the folder or archive as the descriptor names it
     * @param endings of the names that are wanted
     * @param badRows how many files may be skipped
     * @param wanted what must be there, for the message when there is nothing
     */
    protected LabelledRows(String name, Path path, List<String> endings, int badRows, Context context, String wanted) {
        this.name = name;
        this.badRows = badRows;
        this.context = context;
        files = open(name, path, endings);
        try {
            entries = files.entries();
        } catch (IOException e) {
            throw failed(name, e);
        }
        if (entries.isEmpty()) {
            close();
            throw bad(name, "'" + name + "' holds no " + wanted + ".");
        }
    }

    private static LabelledFiles open(String name, Path path, List<String> endings) {
        if (!Files.exists(path))
            throw bad(name, "There is no folder or archive '" + name + "'; it was looked for at " + path + ".");
        try {
            return LabelledFiles.open(path, endings);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** The files on disk that a pass reads. */
    public static List<Path> paths(String name, Path path, List<String> endings) {
        if (!Files.isDirectory(path)) return List.of(path);
        try (LabelledFiles files = open(name, path, endings)) {
            List<Path> all = new ArrayList<>();
            for (LabelledFiles.Entry e : files.entries()) all.add(path.resolve(e.name()));
            return all;
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /**
     * Fills a row.
     *
     * @throws IOException with the end of a sentence that begins with the file
     */
    protected abstract void fill(LabelledFiles.Entry entry, byte[] bytes, Sample sample) throws IOException;

    @Override
    public final boolean next(Sample sample) {
        sample.clear();
        while (next < entries.size()) {
            LabelledFiles.Entry entry = entries.get(next++);
            sample.file = name + (name.endsWith("/") ? "" : "/") + entry.name();
            try {
                fill(entry, files.read(entry), sample);
                return true;
            } catch (IOException e) {
                String what = "'" + sample.file + "' " + e.getMessage();
                if (skipped++ >= badRows)
                    throw bad(
                            sample.file,
                            what + ". Mend or remove it, or set 'badRows' to skip " + (skipped == 1 ? "it" : "more")
                                    + ".");
                context.warn(what + "; it was skipped.");
            }
        }
        return false;
    }

    private static PipelineException bad(String at, String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, at, sentence);
    }

    private static PipelineException failed(String name, IOException e) {
        return new PipelineException(ErrorCode.BAD_DATA, name, "'" + name + "' " + e.getMessage() + ".", e);
    }

    @Override
    public final void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }
}
