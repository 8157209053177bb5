package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadFileTest {
    @TempDir
    Path folder;

    private final DescriptorReader reader = new DescriptorReader();

    private List<String> problems(String name, String text) {
        DescriptorException e = assertThrows(
                DescriptorException.class,
                () -> reader.read(text, Format.of(name).orElseThrow(), name, Set.of()));
        assertEquals(ErrorCode.BAD_DESCRIPTOR, e.code());
        return e.problems().stream().map(Problem::toString).toList();
    }

    private String problemOfFile(Path file) {
        DescriptorException e = assertThrows(DescriptorException.class, () -> reader.read(file, Set.of()));
        assertEquals(1, e.problems().size());
        return e.getMessage().replace(folder.toString(), "F");
    }

    @Test
    void tabsInYamlAreNamed() {
        assertEquals(
                List.of("a.yaml:3: The line is indented with a tab; YAML allows only spaces there."),
                problems("a.yaml", "graft: 1\ndata:\n\ttrain: x\n"));
        assertEquals(
                List.of("a.yaml:3: The line is indented with a tab; YAML allows only spaces there."),
                problems("a.yaml", "graft: 1\ndata:\n  \ttrain: x\n \tb: y\n"));
    }

    @Test
    void duplicateKeysNameBothLines() {
        String end = ": The key 'a' stands here twice; it was in line 1 already.";
        assertEquals(List.of("a.yaml:3: a" + end), problems("a.yaml", "a: 1\nb: 2\na: 3\n"));
        assertEquals(List.of("a.json:2: a" + end), problems("a.json", "{\"a\": 1, \"b\": 2,\n\"a\": 3}"));
        assertEquals(List.of("a.properties:2: a" + end), problems("a.properties", "a=1\na=3\n"));
        assertEquals(List.of("a.xml:2: a" + end), problems("a.xml", "<graft><a>1</a>\n<a>3</a></graft>"));
    }

    @Test
    void allDuplicateKeysAreReportedAtOnce() {
        assertEquals(
                List.of(
                        "a.yaml:4: x.b: The key 'b' stands here twice; it was in line 3 already.",
                        "a.yaml:5: x: The key 'x' stands here twice; it was in line 2 already."),
                problems("a.yaml", "graft: 1\nx:\n  b: 1\n  b: 2\nx: 3\n"));
    }

    @Test
    void anAliasBombIsRefusedQuickly() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(8))
                    .append("x]\n");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        List.of("a.yaml: The descriptor uses too many aliases (more than 50 of maps and lists)."),
                        problems("a.yaml", bomb.toString())));
    }

    @Test
    void anAliasBombWithFewAliasesIsCountedOut() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 7; i++)
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(6))
                    .append("x]\n");
        assertEquals(
                List.of("a.yaml:1: The descriptor is too large: more than 10000 keys and values, aliases counted out."),
                problems("a.yaml", bomb.toString()));
    }

    @Test
    void anAliasOfItselfIsRefused() {
        assertEquals(
                List.of("a.yaml:1: The descriptor is nested too deep: more than 32 levels."),
                problems("a.yaml", "a: &x [*x]\n"));
    }

    @ParameterizedTest
    @CsvSource({"a.yaml", "a.json", "a.xml", "a.properties"})
    void aDeepNestIsRefused(String name) {
        int depth = 50_000;
        String text =
                switch (name) {
                    case "a.yaml" -> "a: " + "[".repeat(depth) + "]".repeat(depth);
                    case "a.json" -> "{\"a\": " + "[".repeat(depth) + "]".repeat(depth) + "}";
                    case "a.xml" -> "<graft>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</graft>";
                    default -> "a" + ".a".repeat(depth) + "=1";
                };
        List<String> problems = problems(name, text);
        assertTrue(
                problems.get(0).endsWith(": The descriptor is nested too deep: more than 32 levels."), problems.get(0));
    }

    @ParameterizedTest
    @CsvSource({"a.yaml", "a.json", "a.xml", "a.properties"})
    void tooManyNodesAreRefused(String name) {
        StringBuilder text =
                new StringBuilder(name.endsWith("json") ? "{\"a\":[0" : name.endsWith("xml") ? "<graft>" : "");
        for (int i = 0; i < 10_001; i++)
            text.append(
                    switch (name) {
                        case "a.yaml" -> "k" + i + ": 1\n";
                        case "a.json" -> ",1";
                        case "a.xml" -> "<k" + i + "/>";
                        default -> "k" + i + "=1\n";
                    });
        text.append(name.endsWith("json") ? "]}" : name.endsWith("xml") ? "</graft>" : "");
        List<String> problems = problems(name, text.toString());
        assertTrue(problems.get(0).contains("The descriptor is too large: more than 10000"), problems.get(0));
    }

    @Test
    void tenMegabytesAreRefused() throws IOException {
        Path file = folder.resolve("big.yaml");
        Files.write(file, new byte[10 << 20]);
        assertEquals("F/big.yaml: The descriptor is too large: more than 1024 KiB.", problemOfFile(file));
    }

    @Test
    void binaryGarbageIsRefused() throws IOException {
        Random random = new Random(7);
        for (String name : List.of("x.yaml", "x.json", "x.xml", "x.properties")) {
            byte[] bytes = new byte[2000];
            random.nextBytes(bytes);
            assertEquals(
                    "F/x: The file is not text in UTF-8.",
                    problemOfFile(Files.write(folder.resolve(name), bytes)).replace(name, "x"));
        }
        assertEquals(
                "F/n.yaml:2: This is not a text file: it has the control character U+0000.",
                problemOfFile(Files.write(folder.resolve("n.yaml"), new byte[] {'a', ':', '\n', 0})));
    }

    @Test
    void missingUnreadableAndStrangeFilesAreNamed() throws IOException {
        assertEquals("F/none.yaml: There is no such file.", problemOfFile(folder.resolve("none.yaml")));
        assertEquals("F: The file's name must end in .yaml, .yml, .json, .xml or .properties.", problemOfFile(folder));
        Path inner = Files.createDirectory(folder.resolve("d.yaml"));
        assertEquals("F/d.yaml: This is a folder; a descriptor is a file.", problemOfFile(inner));
        Path text = Files.writeString(folder.resolve("a.txt"), "graft: 1");
        assertEquals(
                "F/a.txt: The file's name must end in .yaml, .yml, .json, .xml or .properties.", problemOfFile(text));
    }

    @ParameterizedTest
    @CsvSource({"a.yaml", "a.json", "a.xml", "a.properties"})
    void anEmptyFileIsNamed(String name) {
        String sentence = ": There is nothing in it; a descriptor begins with 'graft: 1'.";
        assertEquals(List.of(name + sentence), problems(name, ""));
        assertEquals(List.of(name + sentence), problems(name, "  \n \n"));
    }

    @Test
    void aCommentAloneIsNothing() {
        assertEquals(
                List.of("a.yaml: There is nothing in it; a descriptor begins with 'graft: 1'."),
                problems("a.yaml", "# graft: 1\n"));
    }

    @Test
    void aDescriptorIsAMap() {
        assertEquals(
                List.of("a.yaml:1: A descriptor is a map of keys and values, but this is a list."),
                problems("a.yaml", "- graft: 1\n"));
        assertEquals(
                List.of("a.json:1: A descriptor is a map of keys and values, but this is the number 3."),
                problems("a.json", "3"));
        assertEquals(
                List.of("a.xml:1: The outermost element must be <graft>, but is <pipeline>."),
                problems("a.xml", "<pipeline/>"));
    }

    @Test
    void brokenSyntaxNamesItsLine() {
        assertEquals(
                List.of(
                        "a.yaml:3: This is not YAML: expected ',' or '}', but got <scalar> (while parsing a flow mapping)."),
                problems("a.yaml", "graft: 1\ndata: { train: [x]\n  y: 1\n"));
        assertEquals(
                List.of(
                        "a.json:2: This is not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name."),
                problems("a.json", "{\"graft\": 1,\n}"));
        assertEquals(
                List.of("a.json:2: There is more after the end of the JSON document."),
                problems("a.json", "{\"graft\": 1}\n{}"));
        assertEquals(
                List.of(
                        "a.xml:2: This is not XML: The element type \"graft\" must be terminated by the matching end-tag \"</graft>\"."),
                problems("a.xml", "<graft>\n</grift>"));
        assertEquals(
                List.of("a.yaml:2: A descriptor is one YAML document; a second one begins here."),
                problems("a.yaml", "graft: 1\n---\ngraft: 1\n"));
    }

    @Test
    void aDocumentTypeIsRefusedAndNothingIsRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");
        String xml = "<!DOCTYPE graft [<!ENTITY x SYSTEM \"" + secret.toUri()
                + "\">]>\n<graft><pipeline>&x;</pipeline></graft>";
        assertEquals(
                List.of("a.xml:1: A document type (DOCTYPE) is not allowed in a descriptor."), problems("a.xml", xml));
    }

    @Test
    void yamlTagsAndMergesMeanNothing() {
        assertEquals(
                List.of("a.yaml:1: The tag '!!javax.script.ScriptEngineManager' means nothing here; leave it out."
                        .replace("!!", "tag:yaml.org,2002:")),
                problems("a.yaml", "a: !!javax.script.ScriptEngineManager [x]\n"));
        assertEquals(
                List.of("a.yaml:1: The tag '!mine' means nothing here; leave it out."),
                problems("a.yaml", "a: !mine x\n"));
        assertEquals(
                List.of(
                        "a.yaml:3: '<<' does not merge maps here; write the keys out, or use an alias for a whole map."),
                problems("a.yaml", "a: &x { b: 1 }\nc:\n  <<: *x\n"));
        assertEquals(
                List.of("a.yaml:1: A key must be a word; this one is a map or a list."),
                problems("a.yaml", "[a, b]: 1\n"));
    }

    @Test
    void propertiesThatContradictEachOtherAreNamed() {
        assertEquals(
                List.of(
                        "a.properties:2: prepare.0.stop-words.language: '0' has the value 'stop-words' already, in line 1; it cannot have keys below it too."),
                problems("a.properties", "prepare.0=stop-words\nprepare.0.stop-words.language=en\n"));
        assertEquals(
                List.of(
                        "a.properties:2: prepare[2]: Item 1 of the list is missing; items are counted from 0 without a gap."),
                problems("a.properties", "prepare.0=a\nprepare.2=b\n"));
        assertEquals(
                List.of("a.properties:1: a.: The key 'a.' has an empty part."), problems("a.properties", "a.=1\n"));
        assertEquals(
                List.of("a.properties:1: This is not a line of properties: Unable to parse unicode value: zzzz."),
                problems("a.properties", "a=\\uzzzz\n"));
    }

    @Test
    void textBetweenElementsIsNamed() {
        assertEquals(
                List.of("a.xml:1: data: There is text between the elements: 'hello'."),
                problems("a.xml", "<graft><data>hello<train/></data></graft>"));
    }
}
