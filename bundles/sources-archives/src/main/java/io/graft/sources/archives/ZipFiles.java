package io.graft.sources.archives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files in a zip archive. */
final class ZipFiles implements LabelledFiles {
    private final ZipFile zip;
    private final List<String> endings;

    ZipFiles(Path path, List<String> endings) throws IOException {
        this.endings = endings;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw new IOException("is no zip archive, or a damaged one (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public List<Entry> entries() {
        return zip.stream()
                .filter(e -> !e.isDirectory())
                .map(ZipEntry::getName)
                .filter(name -> LabelledFiles.wanted(name, endings))
                .sorted()
                .map(Entry::new)
                .toList();
    }

    @Override
    public byte[] read(Entry entry) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(entry.name()))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) throw new IOException("has more than " + MOST_BYTES + " bytes");
            return bytes;
        } catch (ZipException e) {
            throw new IOException("is damaged in its archive: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
