package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSourceTest extends SourceTest {

    @Test
    void linesAreObjectsOrArrays() {
        write(
                "a.jsonl",
                "{\"label\": \"x\", \"text\": \"a\\nb\", \"more\": {\"text\": [1, {}]}}\n\n{\"text\": 5, \"label\": true}\r\n");
        assertEquals(List.of("1|a\nb|x", "3|5|true"), rows(jsonl("a.jsonl", "text", "", "label", 0)));
        write("b.jsonl", "[\"a\", \"x\"]\n[\"b\", \"y\"]");
        assertEquals(List.of("1|a|x", "2|b|y"), rows(jsonl("b.jsonl", "0", "", "1", 0)));
    }

    @Test
    void rowsAreFoundByAPointer() {
        write(
                "a.json",
                "{\"other\": [[1]], \"data\": {\"tr/ain\": [\n[\"a\", \"x\"],\n[\"b\",\n \"y\"], [\"c\", \"z\"]]}, \"rest\": 1}");
        assertEquals(List.of("2|a|x", "3|b|y", "4|c|z"), rows(json("a.json", "/data/tr~1ain", "0", "", "1", "", 0)));
    }

    @Test
    void theWholeDocumentMayBeTheArray() {
        write("a.json", "\ufeff[{\"t\": \"a\"}]");
        assertEquals(List.of("1|a|null"), rows(json("a.json", "", "t", "", "", "", 0)));
        write("nested.json", "[0, [[\"a\"]]]");
        assertEquals(List.of("1|a|null"), rows(json("nested.json", "/1", "0", "", "", "", 0)));
    }

    @Test
    void aPointerToNothingNamesWhatIsThere() {
        write("a.json", "{\"train\": [[\"a\"]], \"val\": []}");
        refuses(
                json("a.json", "/trian", "0", "", "", "", 0),
                "nothing at '/trian'",
                "Did you mean '/train'?",
                "/train, /val");
        refuses(json("a.json", "", "0", "", "", "", 0), "no array of rows at the top", "/train, /val");
        refuses(json("a.json", "/train/0/0", "0", "", "", "", 0), "no array of rows at '/train/0/0'");
        refuses(json("a.json", "/val", "0", "", "", "", 0), "array of rows in 'a.json' is empty");
        refusesSettings(() -> json("a.json", "train", "0", "", "", "", 0), "write /train");
    }

    @Test
    void brokenJsonIsABadLineOrTheEndOfADocument() {
        write("a.jsonl", "{\"t\": \"a\"}\n{\"t\": \n{\"t\": \"b\"} x\n7\n{\"t\": \"c\"}\n");
        refuses(jsonl("a.jsonl", "t", "", "", 0), "Line 2 of 'a.jsonl' is broken JSON");
        assertEquals(List.of("1|a|null", "5|c|null"), rows(jsonl("a.jsonl", "t", "", "", 3)));
        assertEquals(3, context.warnings.size());
        write("a.json", "[{\"t\": \"a\"},\n{\"t\": }]");
        refuses(json("a.json", "", "t", "", "", "", 9), "'a.json' is broken JSON at line 2");
        write("cut.json", "[{\"t\": \"a\"},\n");
        refuses(json("cut.json", "", "t", "", "", "", 9), "'cut.json' is broken JSON");
        write("deep.json", "[".repeat(100_000));
        refuses(json("deep.json", "", "0", "", "", "", 9), "'deep.json' is broken JSON");
    }

    @Test
    void aMissingFieldNamesTheNearestAndAll() {
        write("a.jsonl", "{\"text\": \"a\", \"intent\": \"x\"}\n");
        refuses(
                jsonl("a.jsonl", "text", "", "intnet", 0),
                "Line 1 of 'a.jsonl' has no field 'intnet'",
                "Did you mean 'intent'?");
        write("b.jsonl", "{\"text\": null}\n");
        refuses(jsonl("b.jsonl", "text", "", "", 0), "has null in 'text'");
        write("c.jsonl", "{\"text\": {\"a\": 1}}\n");
        refuses(jsonl("c.jsonl", "text", "", "", 0), "a single value must be");
        write("d.jsonl", "[\"a\"]\n");
        refuses(jsonl("d.jsonl", "0", "", "1", 0), "has 1 field and so none at '1'");
    }

    @Test
    void aRowThatIsWrongInADocumentIsSkippedAndTheNextIsRead() {
        write("a.json", "[{\"t\": \"a\"}, {\"x\": [[1], 2]}, \"word\", {\"t\": [1, [2]]}, {\"t\": \"b\"}]");
        assertEquals(List.of("1|a|null", "1|b|null"), rows(json("a.json", "", "t", "", "", "", 3)));
    }

    @Test
    void numbersStandInFieldsOrInOneList() {
        write("a.jsonl", "{\"f0\": 1, \"f1\": \"2.5\", \"y\": \"a\"}\n{\"f1\": 4, \"f0\": -3e2, \"y\": \"b\"}\n");
        var fields = jsonl("a.jsonl", "", "f0..f1", "y", 0);
        assertEquals(new DataType.Tensors(List.of(Feature.floats("features", 2))), fields.gives());
        assertEquals(List.of("1|[1.0, 2.5]|a", "2|[-300.0, 4.0]|b"), rows(fields));
        write(
                "b.jsonl",
                "{\"x\": [1, [2, 3]], \"y\": \"a\"}\n{\"x\": [1, 2], \"y\": \"b\"}\n{\"x\": [1, {}, 2], \"y\": \"b\"}\n{\"x\": [4, 5, 6], \"y\": \"c\"}\n");
        var list = jsonl("b.jsonl", "", "x", "y", 2);
        assertEquals(new DataType.Tensors(List.of(Feature.floats("features", 3))), list.gives());
        assertEquals(List.of("1|[1.0, 2.0, 3.0]|a", "4|[4.0, 5.0, 6.0]|c"), rows(list));
        refuses(jsonl("b.jsonl", "", "x", "y", 0), "has 2 numbers in 'x' where the rows before it have 3");
    }

    @Test
    void featuresNamedTwiceAreRefused() {
        refusesSettings(
                () -> new JsonRow(new Fields(Optional.empty(), List.of("f0..f3", "f2"), Optional.empty())), "'f2'");
        refusesSettings(
                () -> new JsonRow(new Fields(Optional.empty(), List.of("f3..f0"), Optional.empty())), "backwards");
    }

    @Test
    void emptyFilesAreSaidToBeEmpty() {
        write("a.jsonl", "");
        write("a.json", "");
        write("blank.jsonl", "\n\n");
        refuses(jsonl("a.jsonl", "t", "", "", 0), "'a.jsonl' is empty");
        refuses(json("a.json", "", "t", "", "", "", 0), "'a.json' is empty");
        refuses(jsonl("blank.jsonl", "t", "", "", 0), "holds no row");
        refuses(jsonl("none.jsonl", "t", "", "", 0), "no file 'none.jsonl'");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() {
        byte[] latin = "[\n{\"t\": \"caf\u00e9\"}\n]".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        write("a.json", latin);
        refuses(json("a.json", "", "t", "", "", "", 9), "Line 2 of 'a.json' is not UTF-8");
        write("a.jsonl", latin);
        refuses(jsonl("a.jsonl", "t", "", "", 9), "Line 2 of 'a.jsonl' is not UTF-8");
        write("nul.json", "[{\"t\":\n \"a\0b\"}]");
        refuses(json("nul.json", "", "t", "", "", "", 9), "Line 2 of 'nul.json' holds a NUL");
    }
}
