package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeTest {
    private final DescriptorReader reader = new DescriptorReader();

    private Tree set(String assignment) {
        return reader.set(Example.read("yaml"), assignment, Set.of());
    }

    private String refused(String assignment) {
        DescriptorException e = assertThrows(DescriptorException.class, () -> set(assignment));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        return e.problems().get(0).sentence();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prepare[1].stop-words.language | prepare,1,stop-words,language",
                "prepare.1.stop-words | prepare,1,stop-words",
                "a[0][12].b | a,0,12,b",
                "stop-words@[1.2,2).x | stop-words@[1.2;2),x",
                "a@(1.0,2.0].b[1] | a@(1.0;2.0],b,1",
                "a..b.c | a.b,c",
                "a | a",
                "a. | a,",
                "a[x].b | a[x],b",
                "[0].a | 0,a"
            })
    void pathsAreReadStepByStep(String path, String steps) {
        List<String> expected = Arrays.stream(steps.split(",", -1))
                .map(s -> s.replace(';', ','))
                .toList();
        assertEquals(expected, TreePath.steps(path));
    }

    @Test
    void everyNodeIsFoundAtItsOwnPath() {
        Tree tree = Example.yaml("a.b: { 'x@[1.2,2)': [ { c..d: 1 }, [2, 3] ] }\n");
        check(tree, tree);
    }

    private static void check(Tree root, Tree node) {
        assertEquals(node, root.find(node.path()).orElseThrow(), node.path());
        node.entries().values().forEach(t -> check(root, t));
        node.items().forEach(t -> check(root, t));
    }

    @Test
    void aValueIsReplaced() {
        Tree tree = set("prepare.0.clean.lowercase=false");
        assertEquals(
                "false", tree.find("prepare[0].clean.lowercase").orElseThrow().text());
        assertEquals("NFKC", tree.find("prepare[0].clean.unicode").orElseThrow().text());
        assertEquals(
                "prepare[0].clean.lowercase",
                tree.find("prepare[0].clean.lowercase").orElseThrow().path());
    }

    @Test
    void aComponentIsReplaced() {
        assertEquals(
                "whitespace",
                set("prepare.1=whitespace").find("prepare[1]").orElseThrow().text());
        assertEquals(
                "4",
                set("prepare.1={wordpiece: {size: 4}}")
                        .find("prepare[1].wordpiece.size")
                        .orElseThrow()
                        .text());
        assertEquals(
                "a=b",
                set("data.train.csv.path=a=b")
                        .find("data.train.csv.path")
                        .orElseThrow()
                        .text());
        assertTrue(set("data.train.csv.path='32'")
                .find("data.train.csv.path")
                .orElseThrow()
                .quoted());
        assertEquals(
                "",
                set("data.train.csv.path=")
                        .find("data.train.csv.path")
                        .orElseThrow()
                        .text());
    }

    @Test
    void mapsOnTheWayAreMade() {
        assertEquals(
                "1",
                set("train.clip.norm=1").find("train.clip.norm").orElseThrow().text());
        assertEquals(
                "4",
                set("prepare.1.unicode-words.size=4")
                        .find("prepare[1].unicode-words.size")
                        .orElseThrow()
                        .text());
        assertEquals(
                5, set("prepare.4=length").find("prepare").orElseThrow().items().size());
    }

    @Test
    void orderStaysAsItWas() {
        assertEquals(
                List.copyOf(Example.read("yaml").entries().keySet()),
                List.copyOf(set("pipeline=x").entries().keySet()));
    }

    @Test
    void pathsThatDoNotFitAreRefused() {
        assertEquals("'prepare' is a list of 4; '9' is none of its items, which are 0 to 3.", refused("prepare.9=x"));
        assertEquals(
                "'prepare' is a list of 4; 'first' is none of its items, which are 0 to 3.",
                refused("prepare.first=x"));
        assertEquals(
                "'prepare[1]' is the text 'unicode-words' and has no 'size'. Write 'prepare[1].unicode-words.…' for its settings.",
                refused("prepare.1.size=4"));
        assertEquals("'train.epochs' is the number 10 and has no 'x'.", refused("train.epochs.x=4"));
        assertEquals("The path 'a..' has an empty part.".replace("a..", "train."), refused("train.=4"));
        assertEquals("Write PATH=VALUE, e.g. train.epochs=3.", refused("train"));
        assertEquals("Write PATH=VALUE, e.g. train.epochs=3.", refused("=3"));
    }

    @Test
    void aBrokenValueOfAnAssignmentIsRefused() {
        DescriptorException e = assertThrows(DescriptorException.class, () -> set("train={epochs: 3"));
        assertTrue(e.getMessage().startsWith("train={epochs: 3:1: This is not YAML: "), e.getMessage());
    }

    @Test
    void treesAreEqualWhenTheySayTheSame() {
        assertEquals(Example.yaml("a: '1'\n"), Example.yaml("\n\n'a': 1\n"));
        assertNotEquals(Example.yaml("a: '1'\n"), Example.yaml("a: 2\n"));
        assertNotEquals(Example.yaml("a:\n"), Example.yaml("a: ''\n"));
        assertEquals(
                Example.yaml("a: 1\nb: 2\n").hashCode(),
                Example.yaml("b: 2\na: 1\n").hashCode());
    }

    @Test
    void aTreeBecomesPlainJava() {
        Object object = Example.yaml("a: [1, 2.5, true, 'x', '1', ~]\nb: {}\n").toObject();
        assertEquals(Map.of("a", Arrays.asList(1L, 2.5, true, "x", "1", null), "b", Map.of()), object);
    }
}
