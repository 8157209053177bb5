package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tests of sources share: a folder to write files into, and rows written as {@code line|text or
 * numbers|label}.
 */
abstract class SourceTest {
    @TempDir
    Path folder;

    FolderContext context;

    @BeforeEach
    void begin() {
        context = new FolderContext(folder);
    }

    void write(String name, String content) {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static List<String> rows(Source source) {
        List<String> rows = new ArrayList<>();
        try (SampleReader reader = source.open()) {
            Sample sample = new Sample();
            while (reader.next(sample)) {
                String content = sample.text != null ? sample.text.toString() : Arrays.toString(sample.numbers);
                rows.add(sample.line + "|" + content + "|" + sample.label);
            }
            assertTrue(!reader.next(sample), "a reader that ended stays ended");
        }
        return rows;
    }

    static void refuses(Source source, String... parts) {
        PipelineException e = assertThrows(PipelineException.class, () -> rows(source));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        for (String part : parts)
            assertTrue(e.getMessage().contains(part), "'" + e.getMessage() + "' holds '" + part + "'");
    }

    static void refusesSettings(Runnable make, String part) {
        String message = assertThrows(IllegalArgumentException.class, make::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    Source csv(String path, String text, String label) {
        return csv(path, text, "", label, true, 0);
    }

    Source csv(String path, String text, String features, String label, boolean header, int badRows) {
        return new CsvSourceType()
                .create(
                        new CsvSourceType.Settings(
                                path,
                                some(text),
                                list(features),
                                some(label),
                                header,
                                ",",
                                "\"",
                                Optional.empty(),
                                Unmapped.FAIL,
                                badRows),
                        context);
    }

    Source mapped(String path, String labels, Unmapped unmapped, int badRows) {
        return new CsvSourceType()
                .create(
                        new CsvSourceType.Settings(
                                path,
                                some("text"),
                                List.of(),
                                some("label"),
                                true,
                                ",",
                                "\"",
                                some(labels),
                                unmapped,
                                badRows),
                        context);
    }

    Source tsv(String path, String text, String label, boolean header, String quote) {
        return new TsvSourceType()
                .create(
                        new TsvSourceType.Settings(
                                path,
                                some(text),
                                List.of(),
                                some(label),
                                header,
                                "tab",
                                quote,
                                Optional.empty(),
                                Unmapped.FAIL,
                                0),
                        context);
    }

    Source jsonl(String path, String text, String features, String label, int badRows) {
        return new JsonLinesSourceType()
                .create(
                        new JsonLinesSourceType.Settings(
                                path,
                                some(text),
                                list(features),
                                some(label),
                                Optional.empty(),
                                Unmapped.FAIL,
                                badRows),
                        context);
    }

    Source json(String path, String rows, String text, String features, String label, String labels, int badRows) {
        return new JsonSourceType()
                .create(
                        new JsonSourceType.Settings(
                                path,
                                rows,
                                some(text),
                                list(features),
                                some(label),
                                some(labels),
                                Unmapped.FAIL,
                                badRows),
                        context);
    }

    static Optional<String> some(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    static List<String> list(String values) {
        return values.isEmpty() ? List.of() : List.of(values.split(","));
    }
}
