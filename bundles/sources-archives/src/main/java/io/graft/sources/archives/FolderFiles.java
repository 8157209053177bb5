package io.graft.sources.archives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder. */
record FolderFiles(Path folder, List<String> endings) implements LabelledFiles {

    @Override
    public List<Entry> entries() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> folder.relativize(p).toString().replace('\\', '/'))
                    .filter(name -> LabelledFiles.wanted(name, endings))
                    .sorted()
                    .map(Entry::new)
                    .toList();
        }
    }

    @Override
    public byte[] read(Entry entry) throws IOException {
        Path path = folder.resolve(entry.name());
        if (Files.size(path) > MOST_BYTES) throw new IOException("has more than " + MOST_BYTES + " bytes");
        return Files.readAllBytes(path);
    }

    @Override
    public void close() {}
}
