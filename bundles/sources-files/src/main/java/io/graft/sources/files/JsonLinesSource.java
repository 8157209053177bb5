package io.graft.sources.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Reads a file with one JSON value a line; blank lines are skipped. */
record JsonLinesSource(TextFile file, Fields fields, RowReader.Policy policy) implements Source {

    @Override
    public DataType gives() {
        return gives(fields, this::open);
    }

    /** What rows of JSON are; the first one is read when a field may hold a list of numbers. */
    static DataType gives(Fields fields, Supplier<SampleReader> open) {
        if (fields.text().isPresent()) return new DataType.Text();
        int names = JsonRow.expand(fields.features()).size();
        if (names > 1) return Fields.tensors(names);
        try (SampleReader rows = open.get()) {
            Sample first = new Sample();
            rows.next(first);
            return Fields.tensors(first.numbers.length);
        }
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
        private final JsonRow row = new JsonRow(fields);

        Rows() {
            super(policy, file.name());
        }

        @Override
        String noRows() {
            return lines.nothingRead() ? "The file '" + file.name() + "' is empty." : super.noRows();
        }

        @Override
        boolean row(Sample sample) throws IOException, BadRow {
            String line;
            do {
                line = lines.read();
                if (line == null) return false;
            } while (line.isBlank());
            sample.line = lines.line();
            try (JsonParser json = Json.parser(line)) {
                json.nextToken();
                row.read(json);
                if (json.nextToken() != null) throw new BadRow("holds more than one JSON value");
            } catch (JsonProcessingException e) {
                throw new BadRow("is broken JSON: " + Json.reason(e));
            }
            row.fill(sample);
            return true;
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
