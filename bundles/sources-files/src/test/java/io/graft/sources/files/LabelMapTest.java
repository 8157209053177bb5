package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelMapTest extends SourceTest {

    @Test
    void labelsAreRenamedGroupedOrNumbered() {
        write("a.csv", "text,label\na,0\nb,1\n");
        for (String map : List.of(
                "{\"0\": \"spam\", \"1\": \"ham\"}",
                "{\"spam\": [\"0\", 2], \"ham\": [1]}",
                "[\"spam\", \"ham\"]",
                "\ufeffspam\nham\n")) {
            write("map", map);
            assertEquals(List.of("2|a|spam", "3|b|ham"), rows(mapped("a.csv", "map", Unmapped.FAIL, 0)));
        }
    }

    @Test
    void aLabelOutsideTheMapFailsStaysOrGoes() {
        write("a.csv", "text,label\na,transfer\nb,transfers\n");
        write("map.json", "{\"banking\": [\"transfer\", \"balance\"]}");
        refuses(
                mapped("a.csv", "map.json", Unmapped.FAIL, 0),
                "Line 3 of 'a.csv' has the label 'transfers'",
                "'map.json'",
                "Did you mean 'transfer'?");
        assertEquals(List.of("2|a|banking"), rows(mapped("a.csv", "map.json", Unmapped.FAIL, 1)));
        assertEquals(List.of("2|a|banking", "3|b|transfers"), rows(mapped("a.csv", "map.json", Unmapped.KEEP, 0)));
        assertEquals(List.of("2|a|banking"), rows(mapped("a.csv", "map.json", Unmapped.DROP, 0)));
        write("b.csv", "text,label\na,u\n");
        refuses(
                mapped("b.csv", "map.json", Unmapped.DROP, 0),
                "No row of 'b.csv' can be used",
                "1 have a label that the map");
    }

    @Test
    void brokenMapsAreRefusedWhenTheSourceIsMade() {
        write("a.csv", "text,label\na,x\n");
        for (String[] c : new String[][] {
            {"{\"a\": \"b\", \"c\": [\"d\"]}", "mixes"},
            {"{\"a\": [\"x\"], \"b\": [\"x\"]}", "the label 'x' twice"},
            {"{\"a\": {\"b\": 1}}", "an object at 'a'"},
            {"{\"a\": ", "broken JSON"},
            {"[[1]]", "must hold names"},
            {"", "is empty"},
            {"{}", "is empty"},
            {"{\"a\": \"\"}", "empty name"},
            {"[] []", "more than one"},
        }) {
            write("map.json", c[0]);
            var e = org.junit.jupiter.api.Assertions.assertThrows(
                    io.graft.api.PipelineException.class, () -> mapped("a.csv", "map.json", Unmapped.FAIL, 0), c[0]);
            org.junit.jupiter.api.Assertions.assertTrue(e.getMessage().contains(c[1]), e.getMessage());
        }
    }
}
