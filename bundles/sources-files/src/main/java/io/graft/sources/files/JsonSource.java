package io.graft.sources.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of an array inside a JSON document, which may be larger than memory. */
record JsonSource(TextFile file, String pointer, Fields fields, RowReader.Policy policy) implements Source {

    @Override
    public DataType gives() {
        return JsonLinesSource.gives(fields, this::open);
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
        private final Utf8Reader in;
        private final JsonParser json;
        private final JsonRow row = new JsonRow(fields);
        private boolean ended;

        Rows() {
            super(policy, file.name());
            in = file.open();
            try {
                json = Json.parser(in);
                find(JsonPointer.compile(pointer));
            } catch (IOException e) {
                close();
                throw e instanceof JsonProcessingException j ? broken(j) : file.failed(e);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        /** Goes to the array of rows. */
        private void find(JsonPointer where) throws IOException {
            if (json.nextToken() == null) {
                throw file.bad(
                        "The file '" + file.name() + (in.nothingRead() ? "' is empty." : "' holds no JSON value."));
            }
            String done = "";
            for (; !where.matches(); where = where.tail()) {
                List<String> there = new ArrayList<>();
                if (!enter(where, there)) {
                    List<String> pointers = new ArrayList<>();
                    for (String name : there)
                        pointers.add(done + "/" + name.replace("~", "~0").replace("/", "~1"));
                    throw file.bad("'" + file.name() + "' has nothing at '" + pointer
                            + "', where 'rows' says that the rows are." + NearestName.hint(pointer, pointers));
                }
                done += "/" + where.getMatchingProperty();
            }
            if (json.currentToken() == JsonToken.START_ARRAY) return;
            String at = pointer.isEmpty() ? "at the top" : "at '" + pointer + "'";
            List<String> arrays = new ArrayList<>();
            if (json.currentToken() == JsonToken.START_OBJECT) enter(JsonPointer.compile("/\u0000"), arrays);
            String hint = arrays.isEmpty()
                    ? ""
                    : " Set 'rows' to one of: "
                            + NearestName.list(
                                    arrays.stream().map(n -> pointer + "/" + n).toList()) + ".";
            throw file.bad("'" + file.name() + "' has no array of rows " + at + "." + hint);
        }

        /**
         * Goes to the value that the first step of a pointer leads to; when there is none, gives the names that are
         * there.
         */
        private boolean enter(JsonPointer where, List<String> there) throws IOException {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    if (where.getMatchingProperty().equals(name)) return true;
                    there.add(name);
                    json.skipChildren();
                }
            } else if (json.currentToken() == JsonToken.START_ARRAY) {
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    if (i == where.getMatchingIndex()) return true;
                    json.skipChildren();
                }
            }
            return false;
        }

        @Override
        String noRows() {
            return "The array of rows in '" + file.name() + "' is empty.";
        }

        @Override
        boolean row(Sample sample) throws IOException, BadRow {
            if (ended) return false;
            try {
                ended = json.nextToken() == JsonToken.END_ARRAY;
                if (ended) return false;
                sample.line = json.currentTokenLocation().getLineNr();
                row.read(json);
            } catch (JsonProcessingException e) {
                throw broken(e);
            }
            row.fill(sample);
            return true;
        }

        private PipelineException broken(JsonProcessingException e) {
            long line = Json.line(e);
            return file.bad(line, "'" + file.name() + "' is broken JSON at line " + line + ": " + Json.reason(e) + ".");
        }

        @Override
        public void close() {
            try {
                if (json != null) json.close();
                in.close();
            } catch (IOException e) {
                throw file.failed(e);
            }
        }
    }
}
