package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvSourceTest extends SourceTest {

    @Test
    void quotesHoldDelimitersLineBreaksAndQuotes() {
        write("a.csv", "text,label\n\"one, \"\"two\"\"\r\nthree\",x\nfour,y\n");
        assertEquals(List.of("2|one, \"two\"\r\nthree|x", "4|four|y"), rows(csv("a.csv", "text", "label")));
    }

    @Test
    void columnsAreFoundByPositionWithAndWithoutAHeader() {
        write("a.csv", "text,label\na,x\n");
        write("b.csv", "x,a\ny,b\n");
        assertEquals(List.of("2|a|x"), rows(csv("a.csv", "0", "1")));
        assertEquals(List.of("1|a|x", "2|b|y"), rows(csv("b.csv", "1", "", "0", false, 0)));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() {
        write("a.csv", "\ufefftext,label\na,x\n");
        assertEquals(List.of("2|a|x"), rows(csv("a.csv", "text", "label")));
    }

    @Test
    void gzipIsUnpackedWhateverTheFileIsCalled() throws IOException {
        write("a.csv.gz", gzip("text,label\na,x\n"));
        write("b.csv", gzip("text,label\nb,y\n"));
        assertEquals(List.of("2|a|x"), rows(csv("a.csv.gz", "text", "label")));
        assertEquals(List.of("2|b|y"), rows(csv("b.csv", "text", "label")));
    }

    @Test
    void gzipThatIsCutOffIsSaidToBe() throws IOException {
        byte[] whole = gzip("text,label\n" + "some text,x\n".repeat(1000));
        write("a.csv.gz", java.util.Arrays.copyOf(whole, whole.length - 20));
        refuses(csv("a.csv.gz", "text", "label"), "'a.csv.gz'", "cut off or damaged");
    }

    @Test
    void aSourceGivesTheSameRowsAgain() {
        write("a.csv", "text,label\na,x\nb,y\n");
        var source = csv("a.csv", "text", "label");
        assertEquals(rows(source), rows(source));
        assertEquals(List.of(folder.resolve("a.csv").toAbsolutePath()), source.files());
    }

    @Test
    void numbersComeFromNamesPositionsAndRanges() {
        write("a.csv", "f0,f1,f2,other,label\n1, 2.5 ,-3e1,x,a\n.28,0,7,x,b\n");
        var type = new DataType.Tensors(List.of(Feature.floats("features", 3)));
        for (String features : List.of("f0,f1,f2", "f0..f2", "0..2", "0,f1..f2")) {
            var source = csv("a.csv", "", features, "label", true, 0);
            assertEquals(type, source.gives());
            assertEquals(List.of("2|[1.0, 2.5, -30.0]|a", "3|[0.28, 0.0, 7.0]|b"), rows(source));
        }
    }

    @Test
    void aRangeOfNamesWithoutNumbersFollowsTheHeader() {
        write("a.csv", "sepal,petal,width,label\n1,2,3,a\n");
        assertEquals(List.of("2|[1.0, 2.0, 3.0]|a"), rows(csv("a.csv", "", "sepal..width", "label", true, 0)));
        refuses(csv("a.csv", "", "width..sepal", "label", true, 0), "runs backwards");
    }

    @Test
    void theLabelIsNoFeature() {
        write("a.csv", "f0,f1,label\n1,2,3\n");
        var e = assertThrows(PipelineException.class, () -> rows(csv("a.csv", "", "0..2", "label", true, 0)));
        assertTrue(e.getMessage().contains("also one of the features"), e.getMessage());
    }

    @Test
    void whatIsNoFiniteNumberIsABadRow() {
        for (String wrong : List.of("?", "", "1f", "NaN", "0x1p3", "1e99", "--1")) {
            write("a.csv", "f0,label\n1,a\n" + wrong + ",a\n");
            refuses(csv("a.csv", "", "f0", "label", true, 0), "Line 3 of 'a.csv'", "'f0'");
        }
    }

    @Test
    void aMissingFileIsNamedAsTheDescriptorNamesIt() {
        refuses(csv("data/none.csv", "text", "label"), "no file 'data/none.csv'", folder.toString());
        write("data/x.csv", "");
        refuses(csv("data", "text", "label"), "is a folder");
    }

    @Test
    void filesWithoutRowsSayWhichPartIsMissing() {
        write("empty.csv", "");
        write("mark.csv", "\ufeff");
        write("header.csv", "text,label\n");
        write("blank.csv", "\n  \n\n");
        refuses(csv("empty.csv", "text", "label"), "'empty.csv' is empty");
        refuses(csv("mark.csv", "text", "label"), "'mark.csv' is empty");
        refuses(csv("header.csv", "text", "label"), "a header and no row");
        refuses(csv("blank.csv", "0", "", "", false, 0), "holds no row");
    }

    @Test
    void anUnknownColumnNamesTheNearestAndAll() {
        write("a.csv", "text,category\na,x\n");
        refuses(
                csv("a.csv", "text", "categroy"),
                "no column 'categroy'",
                "Did you mean 'category'?",
                "There are: text, category.");
        refuses(csv("a.csv", "text", "7"), "no column 7, only 0 to 1");
        refuses(csv("a.csv", "text", "", "label", false, 0), "has no header", "'text'");
    }

    @Test
    void aTableOfTabsIsRecognisedInTheMessage() {
        write("a.csv", "text\tlabel\na\tx\n");
        refuses(csv("a.csv", "text", "label"), "use 'tsv'");
    }

    @Test
    void twoColumnsOfOneNameAreAskedAbout() {
        write("a.csv", "text,label,text\na,x,b\n");
        refuses(csv("a.csv", "text", "label"), "two columns named 'text'", "position");
        assertEquals(List.of("2|b|x"), rows(csv("a.csv", "2", "label")));
    }

    @Test
    void aRowOfAnotherWidthFailsWithItsLine() {
        write("few.csv", "text,label\na,x\n\"b\nb\",y\nc\n");
        write("many.csv", "text,label\na,x\none, two,y\n");
        write("plain.csv", "a,x\nb\n");
        refuses(csv("few.csv", "text", "label"), "Line 5 of 'few.csv' has 1 column where the header has 2", "badRows");
        refuses(csv("many.csv", "text", "label"), "Line 3 of 'many.csv' has 3 columns where the header has 2");
        refuses(csv("plain.csv", "0", "", "1", false, 0), "Line 2 of 'plain.csv' has 1 column where it must have 2");
    }

    @Test
    void anEmptyLabelIsABadRow() {
        write("a.csv", "text,label\na,x\nb, \n");
        refuses(csv("a.csv", "text", "label"), "Line 3 of 'a.csv' has an empty label");
    }

    @Test
    void badRowsAreSkippedWithAWarningUpToTheLimit() {
        write("a.csv", "text,label\na,x\nb\nc,\nd,y\n");
        var source = csv("a.csv", "text", "", "label", true, 2);
        assertEquals(List.of("2|a|x", "5|d|y"), rows(source));
        assertEquals(2, context.warnings.size());
        assertEquals(
                "Line 3 of 'a.csv' has 1 column where the header has 2; the row was skipped.", context.warnings.get(0));
        rows(source);
        assertEquals(2, context.warnings.size(), "a second pass tells them not again");
        refuses(csv("a.csv", "text", "", "label", true, 1), "Line 4 of 'a.csv'", "1 bad rows before it");
    }

    @Test
    void aFileOfNothingButBadRowsSaysSo() {
        write("a.csv", "text,label\na\nb\n");
        refuses(csv("a.csv", "text", "", "label", true, 9), "No row of 'a.csv' can be used: 2 are bad");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() {
        write(
                "latin.csv",
                "text,label\ncaf\u00e9,x\nol\u00e9,y\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        refuses(csv("latin.csv", "text", "label"), "Line 2 of 'latin.csv' is not UTF-8 text (byte 0xe9)");
        write("nul.csv", "text,label\na,x\n\0\0\0,y\n");
        refuses(csv("nul.csv", "text", "label"), "Line 3 of 'nul.csv' holds a NUL character");
        write("cut.csv", new byte[] {'t', 'e', 'x', 't', '\n', (byte) 0xe4, (byte) 0xb8});
        refuses(csv("cut.csv", "text", ""), "Line 2 of 'cut.csv' is not UTF-8");
        write("wide.csv", "text,label\na,x\n".getBytes(java.nio.charset.StandardCharsets.UTF_16));
        refuses(csv("wide.csv", "text", "label"), "UTF-16");
    }

    @Test
    void aLineFarIntoTheFileIsCountedRight() {
        StringBuilder text = new StringBuilder("text,label\n");
        for (int i = 0; i < 50_000; i++) text.append("some text,x").append(i % 3 == 0 ? "\r\n" : "\n");
        byte[] good = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(good, good.length + 1);
        all[good.length] = (byte) 0xff;
        write("a.csv", all);
        refuses(csv("a.csv", "text", "label"), "Line 50002 of 'a.csv' is not UTF-8");
    }

    @Test
    void quotesThatAreNotClosedNameTheLineTheyBeginAt() {
        write("open.csv", "text,label\na,x\n\"b,y\nc,z\n");
        refuses(csv("open.csv", "text", "label"), "begins at line 3 of 'open.csv'", "never closed");
        write("last.csv", "text,label\na,\"x");
        refuses(csv("last.csv", "text", "label"), "begins at line 2 of 'last.csv'", "never closed");
        write("after.csv", "text,label\n\"a\"b,x\n");
        refuses(csv("after.csv", "text", "label"), "begins at line 2 of 'after.csv'", "quote");
    }

    @Test
    void delimiterAndQuoteAreOneCharacterEach() {
        refusesSettings(() -> CsvFormat.of(true, ";;", "\""), "one character");
        refusesSettings(() -> CsvFormat.of(true, "", "\""), "empty");
        refusesSettings(() -> CsvFormat.of(true, "\"", "\""), "same");
        assertEquals('\t', CsvFormat.of(true, "\\t", "").delimiter());
    }

    @Test
    void textOrFeaturesMustBeGivenAndNotBoth() {
        refusesSettings(() -> new Fields(Optional.empty(), List.of(), Optional.empty()), "give 'text' or 'features'");
        refusesSettings(() -> new Fields(Optional.of("a"), List.of("b"), Optional.empty()), "not both");
    }

    @Test
    void tabsWithoutQuotingKeepQuotes() {
        write("a.tsv", "ham\tHe said \"hi\n spam\t\"quoted\"\n");
        assertEquals(List.of("1|He said \"hi|ham", "2|\"quoted\"|spam"), rows(tsv("a.tsv", "1", "0", false, "")));
        assertEquals(List.of("2|quoted|spam"), rows(tsv2()));
    }

    private io.graft.api.data.Source tsv2() {
        write("b.tsv", "label\ttext\nspam\t\"quoted\"\n");
        return tsv("b.tsv", "text", "label", true, "\"");
    }

    @Test
    void aMillionRowsAreReadAndCounted() throws IOException {
        byte[] block = ("x".repeat(99) + ",label\n").repeat(10_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) out.write(block);
        }
        write("big.csv", bytes.toByteArray());
        long n = 0;
        long last = 0;
        try (var reader = csv("big.csv", "0", "", "1", false, 0).open()) {
            var sample = new io.graft.api.data.Sample();
            while (reader.next(sample)) {
                n++;
                last = sample.line;
            }
        }
        assertEquals(1_000_000, n);
        assertEquals(1_000_000, last);
    }

    @Test
    void closedQuotesAtTheEndAreClosed() {
        for (String end : List.of("", "\n", "\r\n", "\n\n")) {
            write("a.csv", "text,label\na,\"x\ny\"" + end);
            assertEquals(List.of("2|a|x\ny"), rows(csv("a.csv", "text", "label")), end);
        }
    }
}
