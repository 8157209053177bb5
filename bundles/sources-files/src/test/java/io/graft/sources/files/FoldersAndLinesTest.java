package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.data.Sample;
import io.graft.api.data.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoldersAndLinesTest extends SourceTest {

    private Source folders(String files, int badRows) {
        return new FoldersSourceType()
                .create(
                        new FoldersSourceType.Settings("data", files, Optional.empty(), Unmapped.FAIL, badRows),
                        context);
    }

    private Source lines(String path, String label, boolean keepBlank) {
        return new LinesSourceType().create(new LinesSourceType.Settings(path, some(label), keepBlank), context);
    }

    @Test
    void eachFolderIsAClassAndEachFileAText() throws IOException {
        write("data/pos/2.txt", "good\nvery");
        write("data/pos/1.txt", "\ufefffine");
        write("data/neg/sub/3.txt.gz", gzip("bad"));
        write("data/neg/.hidden", "x");
        write("data/README", "not a text");
        assertEquals(List.of("0|bad|neg", "0|fine|pos", "0|good\nvery|pos"), rows(folders("*", 0)));
        assertEquals(List.of("0|fine|pos", "0|good\nvery|pos"), rows(folders("*.txt", 0)));
        assertEquals(3, folders("*", 0).files().size());
        try (var reader = folders("*", 0).open()) {
            Sample sample = new Sample();
            reader.next(sample);
            assertEquals("data/neg/sub/3.txt.gz", sample.place());
        }
    }

    @Test
    void aFileThatIsNoTextIsABadRow() {
        write("data/a/1.txt", "fine");
        write("data/a/2.txt", new byte[] {(byte) 0xff, 1});
        write("data/b/3.txt", "");
        refuses(folders("*", 0), "'data/a/2.txt' cannot be used", "not UTF-8");
        assertEquals(List.of("0|fine|a"), rows(folders("*", 2)));
        assertTrue(context.warnings.get(1).contains("'data/b/3.txt' is empty"), context.warnings.get(1));
    }

    @Test
    void foldersWithoutClassesOrTextsAreRefused() {
        refuses(folders("*", 0), "no folder 'data'");
        write("data/file.txt", "x");
        refuses(folders("*", 0), "holds no folder");
        write("data/a/1.csv", "x");
        refuses(folders("*.txt", 0), "hold no file that is wanted");
        write("file", "x");
        refuses(
                new FoldersSourceType()
                        .create(
                                new FoldersSourceType.Settings("file", "*", Optional.empty(), Unmapped.FAIL, 0),
                                context),
                "is a file");
    }

    @Test
    void plainLinesHaveNoLabelOrOneForAll() {
        write("a.txt", "one\r\ntwo\rthree\n\n four ");
        assertEquals(
                List.of("1|one|null", "2|two|null", "3|three|null", "5| four |null"), rows(lines("a.txt", "", false)));
        assertEquals(List.of("1|one|x", "2|two|x", "3|three|x", "4||x", "5| four |x"), rows(lines("a.txt", "x", true)));
        write("blank.txt", "\n\n");
        refuses(lines("blank.txt", "", false), "nothing but blank lines");
        write("empty.txt", "");
        refuses(lines("empty.txt", "", false), "'empty.txt' is empty");
        refusesSettings(() -> lines("a.txt", " ", false), "empty");
    }

    @Test
    void lineEndsAreFoundAcrossBuffers() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
            text.append("x".repeat(i % 7)).append(i).append("\r\n");
        write("a.txt", text.toString());
        List<String> rows = rows(lines("a.txt", "", false));
        assertEquals(20_000, rows.size());
        for (int i = 0; i < rows.size(); i++)
            assertEquals((i + 1) + "|" + "x".repeat(i % 7) + i + "|null", rows.get(i));
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
        write("a.txt", gzip("x".repeat(20_000_000)));
        refuses(lines("a.txt", "", false), "Line 1 of 'a.txt' is longer than");
    }
}
