package io.graft.sources.files;

import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the files in the folders of a folder: each file is a text, and the name of its folder the label; in the order
 * of the names.
 */
record FoldersSource(TextFile folder, PathMatcher wanted, RowReader.Policy policy) implements Source {
    private static final int MOST_CHARACTERS = 1 << 24;

    @Override
    public DataType gives() {
        return new DataType.Text();
    }

    @Override
    public SampleReader open() {
        return new Rows();
    }

    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path c : classes()) files.addAll(texts(c));
        return files;
    }

    private List<Path> classes() {
        String name = folder.name();
        if (!Files.exists(folder.path()))
            throw folder.bad("There is no folder '" + name + "'; it was looked for at " + folder.path() + ".");
        if (!Files.isDirectory(folder.path()))
            throw folder.bad("'" + name + "' is a file; a folder with one folder for each class must be there.");
        try (Stream<Path> all = Files.list(folder.path())) {
            List<Path> found = all.filter(Files::isDirectory)
                    .filter(FoldersSource::visible)
                    .sorted(byName())
                    .toList();
            if (found.isEmpty())
                throw folder.bad("The folder '" + name + "' holds no folder; it must hold one for each class.");
            return found;
        } catch (IOException e) {
            throw folder.failed(e);
        }
    }

    private List<Path> texts(Path ofClass) {
        try (Stream<Path> all = Files.walk(ofClass)) {
            return all.filter(Files::isRegularFile)
                    .filter(FoldersSource::visible)
                    .filter(p -> wanted.matches(p.getFileName()))
                    .sorted(byName())
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw folder.failed(e instanceof IOException io ? io : ((java.io.UncheckedIOException) e).getCause());
        }
    }

    private static boolean visible(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }

    private static Comparator<Path> byName() {
        return Comparator.comparing(Path::toString);
    }

    private final class Rows extends RowReader {
        private final Iterator<Path> classes = classes().iterator();
        private Iterator<Path> texts = List.<Path>of().iterator();
        private String label = "";
        private final char[] buffer = new char[1 << 14];
        private final StringBuilder text = new StringBuilder();

        Rows() {
            super(policy, folder.name());
        }

        @Override
        String noRows() {
            return "The folders in '" + folder.name() + "' hold no file that is wanted.";
        }

        @Override
        boolean row(Sample sample) throws IOException, BadRow {
            while (!texts.hasNext()) {
                if (!classes.hasNext()) return false;
                Path next = classes.next();
                label = next.getFileName().toString();
                texts = texts(next).iterator();
            }
            Path path = texts.next();
            String relative = folder.path().relativize(path).toString().replace('\\', '/');
            sample.file = folder.name() + (folder.name().endsWith("/") ? "" : "/") + relative;
            sample.text = text(new TextFile(sample.file, path));
            sample.label = label;
            return true;
        }

        private String text(TextFile file) throws IOException, BadRow {
            text.setLength(0);
            try (Reader in = file.open()) {
                for (int n; (n = in.read(buffer, 0, buffer.length)) >= 0; text.append(buffer, 0, n)) {
                    if (text.length() > MOST_CHARACTERS)
                        throw new BadRow("is longer than " + MOST_CHARACTERS + " characters");
                }
            } catch (PipelineException e) {
                throw new BadRow("cannot be used: " + e.getMessage().replaceAll("\\.$", ""));
            }
            return text.toString();
        }

        @Override
        public void close() {
            texts = List.<Path>of().iterator();
        }
    }
}
