package io.graft.sources.archives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The files of certain kinds in a folder or in a zip archive, in the order of their names.
 *
 * <p>Nothing is unpacked to disk, so that names in an archive can do no harm. Hidden files and those of {@code __MACOSX} are left out.
 *
 * <p><b>Threading.</b> For one thread. <b>Errors.</b> What cannot be read throws {@link IOException} with the end of a sentence that begins with the file.
 */
public interface LabelledFiles extends AutoCloseable {
    /** More bytes than this are neither image nor sound; the size that an archive claims is not believed. */
    int MOST_BYTES = 256 << 20;

    /**
     * A file.
     *
     * @param name with its folders, as messages show it
     */
    record Entry(String name) {
        /** The name of the folder it lies in, or an empty string. */
        public String folder() {
            int slash = name.lastIndexOf('/');
            return slash < 0 ? "" : name.substring(name.lastIndexOf('/', slash - 1) + 1, slash);
        }

        /** Its own name. */
        public String file() {
            return name.substring(name.lastIndexOf('/') + 1);
        }
    }

    /** The files. */
    List<Entry> entries() throws IOException;

    /** The bytes of a file. */
    byte[] read(Entry entry) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Opens a folder or an archive.
     *
     * @param endings of the names that are wanted, in lower case with their dot
     */
    static LabelledFiles open(Path path, List<String> endings) throws IOException {
        return Files.isDirectory(path) ? new FolderFiles(path, endings) : new ZipFiles(path, endings);
    }

    /** Whether a name is that of a file that is wanted. */
    static boolean wanted(String name, List<String> endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(lower::endsWith)
                && !name.startsWith(".")
                && !name.contains("/.")
                && !name.startsWith("__MACOSX/");
    }
}
