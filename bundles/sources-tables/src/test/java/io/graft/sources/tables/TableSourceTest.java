package io.graft.sources.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
    @TempDir
    Path folder;

    private TestContext context;

    @BeforeEach
    void lendAFolder() {
        context = new TestContext(folder, Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>());
    }

    private Source source(String content, Object... settings) {
        return source(content.getBytes(StandardCharsets.UTF_8), settings);
    }

    private Source source(byte[] content, Object... settings) {
        try {
            Files.write(folder.resolve("t.csv"), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return open("t.csv", settings);
    }

    private Source open(String name, Object... settings) {
        List<Object> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("path", name));
        return new TableSourceType().create(SettingsRecords.of(TableSourceType.Settings.class, all.toArray()), context);
    }

    private static List<String> rows(Source source) {
        List<String> rows = new ArrayList<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample)) rows.add(sample.line + "|" + sample.table + "|" + sample.label);
        }
        return rows;
    }

    private static void refuses(Source source, String... parts) {
        PipelineException e = assertThrows(PipelineException.class, () -> rows(source));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        for (String part : parts) assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void aTableWithAHeaderGivesNumbersAndWordsAndLeavesTheLabelOut() {
        Source source = source("age, job ,y\n 30 , clerk ,a\n\n?,,b\n-1e2,\"a, b\",a\n", "label", "y");
        assertEquals(
                new DataType.Table(List.of(new DataType.Column("age", true), new DataType.Column("job", false))),
                source.gives());
        List<String> rows = List.of("2|age=30.0, job=clerk|a", "4|age=NaN, job=null|b", "5|age=-100.0, job=a, b|a");
        assertEquals(rows, rows(source));
        assertEquals(rows, rows(source), "a second pass");
        assertEquals(List.of(folder.resolve("t.csv").toAbsolutePath()), source.files());
    }

    @Test
    void aTableWithoutAHeaderTakesNamesOrPositions() {
        assertEquals(
                List.of("1|a=1.0, b=x|null", "2|a=2.0, b=y|null"),
                rows(source("1,x\n2,y", "header", "false", "columns", "a,b")));
        assertEquals(List.of("1|0=1.0|x"), rows(source("1,x", "header", "false", "label", "1")));
        refuses(
                source("1,x,2\n", "header", "false", "columns", "a,b"),
                "Line 1 of 't.csv' has 3 columns, but 'columns' names 2");
        assertThrows(IllegalArgumentException.class, () -> open("t.csv", "columns", "a,b"));
        assertThrows(IllegalArgumentException.class, () -> open("t.csv", "header", "false", "columns", "a,a"));
    }

    @Test
    void settingsDecideWhatAColumnHolds() {
        assertEquals(List.of("2|zip=01234, n=1.0|null"), rows(source("zip,n\n01234,1\n", "words", "zip")));
        assertEquals(List.of("2|zip=NaN, n=1.0|null"), rows(source("zip,n\n?,1\n", "numbers", "zip")));
        assertEquals(List.of("2|zip=null, n=1.0|null"), rows(source("zip,n\n?,1\n")));
        assertEquals(List.of("2|n=NaN|null", "3|n=1.0|null"), rows(source("n\nNA\n1\n", "missing", "NA")));
        assertThrows(IllegalArgumentException.class, () -> open("t.csv", "words", "a", "numbers", "a"));
    }

    @Test
    void aWordBehindTheRowsThatAreLookedAtIsABadRow() {
        StringBuilder table = new StringBuilder("n\n");
        for (int i = 0; i < 1000; i++) table.append(i).append('\n');
        Source source = source(table + "many\n", "badRows", "0");
        refuses(source, "Line 1002 of 't.csv' has 'many' in column 'n', which holds numbers", "under 'words'");
        assertEquals(
                new DataType.Column("n", false),
                ((DataType.Table) source("n\n" + "1\n".repeat(999) + "many\n").gives())
                        .columns()
                        .get(0));
    }

    @Test
    void badRowsAreNamedOrSkippedAndToldOnce() {
        String table = "n,y\n1,a\n2\n3,\n4,a,b\n5,b\n";
        refuses(source(table, "label", "y"), "Line 3 of 't.csv' has 1 column where the header has 2", "'badRows'");
        Source source = source(table, "label", "y", "badRows", "3");
        assertEquals(List.of("2|n=1.0|a", "6|n=5.0|b"), rows(source));
        assertEquals(List.of("2|n=1.0|a", "6|n=5.0|b"), rows(source));
        assertEquals(3, context.warnings().size(), context.warnings().toString());
        assertTrue(context.warnings().get(1).contains("Line 4 of 't.csv' has no label"));
        refuses(source(table, "label", "y", "badRows", "2"), "2 bad rows before it were skipped");
        refuses(source("n,y\n1\n2\n", "badRows", "5"), "No row of 't.csv' can be used: 2 are bad");
        for (String n : List.of("0x1p3", "1f", "1e99", "1,5", "nan", "--1"))
            refuses(source("n\n1\n\"" + n + "\"\n", "numbers", "n"), "has '" + n + "' in column 'n'");
    }

    @Test
    void anUnknownColumnNamesTheNearest() {
        for (String setting : List.of("label", "words", "numbers"))
            refuses(
                    source("age,job\n1,x\n", setting, "jobs"),
                    "'t.csv' has no column 'jobs'. Did you mean 'job'? There are: age, job.");
        refuses(source("age\tjob\n1\tx\n", "label", "job"), "holds tabs");
        assertEquals(List.of("2|age=1.0|x"), rows(source("age\tjob\n1\tx\n", "label", "job", "delimiter", "tab")));
    }

    @Test
    void headersThatAreNoneAreRefused() {
        refuses(source("a,,b\n1,2,3\n"), "Column 1 of 't.csv'", "no name");
        refuses(source("a,a\n1,2\n"), "two columns named 'a'");
        refuses(source("a,b\n"), "holds a header and no row");
        refuses(source(""), "is empty");
        refuses(source("\n \n"), "is empty");
        refuses(open("none.csv"), "There is no file 'none.csv'");
        refuses(open("."), "is a folder");
    }

    @Test
    void aQuoteThatIsNeverClosedIsFoundAndQuotesMayBePlain() {
        refuses(source("a,b\nx,\"y\nz,w\n"), "begins at line 2", "never closed", "set 'quote'");
        assertEquals(List.of("2|a=x, b=\"y|null"), rows(source("a,b\nx,\"y\n", "quote", "")));
        assertEquals(List.of("2|a=x, b=y\nz|null"), rows(source("a,b\nx, \"y\nz\" \n")));
    }

    @Test
    void filesMayBePackedAndBeginWithAByteOrderMarkButMustBeUtf8() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("\ufeffé\nx\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("2|é=x|null"), rows(source(packed.toByteArray())));
        refuses(source(java.util.Arrays.copyOf(packed.toByteArray(), 15)), "cannot be read");
        refuses(source("a\ncafé\n".getBytes(StandardCharsets.ISO_8859_1)), "is not UTF-8 text");
        refuses(source("a\nx\0y\n"), "Line 2 of 't.csv' holds a NUL character");
    }
}
