package io.graft.sources.files;

import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a file with one text a line. */
record LinesSource(TextFile file, Optional<String> label, boolean keepBlank, RowReader.Policy policy)
        implements Source {

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
        return List.of(file.path());
    }

    private final class Rows extends RowReader {
        private final LineReader lines = new LineReader(file);

        Rows() {
            super(policy, file.name());
        }

        @Override
        String noRows() {
            return "The file '" + file.name()
                    + (lines.nothingRead() ? "' is empty." : "' holds nothing but blank lines.");
        }

        @Override
        boolean row(Sample sample) throws IOException {
            String line;
            do {
                line = lines.read();
                if (line == null) return false;
            } while (!keepBlank && line.isBlank());
            sample.line = lines.line();
            sample.text = line;
            sample.label = label.orElse(null);
            return true;
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
