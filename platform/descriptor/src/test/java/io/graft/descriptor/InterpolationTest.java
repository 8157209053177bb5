package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DATA", "/srv/data", "ROWS", "32", "SECRET", "s3cret", "TRICK", "${env:SECRET} $${x} ${file:/etc/passwd}");
    private final DescriptorReader reader = new DescriptorReader(ENVIRONMENT::get);

    private Tree read(String value, String... allowed) {
        return reader.read("{\"a\": {\"b\": \"" + value + "\"}}", Format.JSON, "a.json", Set.of(allowed))
                .find("a.b")
                .orElseThrow();
    }

    private String problem(String value, String... allowed) {
        DescriptorException e = assertThrows(DescriptorException.class, () -> read(value, allowed));
        assertEquals(1, e.problems().size());
        return e.problems().get(0).toString();
    }

    @Test
    void allowedNamesAreResolved() {
        assertEquals(
                "/srv/data/train.csv", read("${env:DATA}/train.csv", "DATA").text());
        assertEquals(
                "/srv/data-32", read("${env:DATA}-${env:ROWS}", "DATA", "ROWS").text());
    }

    @Test
    void aVariableAloneMayBeANumber() {
        assertTrue(read("${env:ROWS}", "ROWS").isNumber());
        assertFalse(read("${env:ROWS} ", "ROWS").isNumber());
    }

    @Test
    void namesThatAreNotAllowedAreRefused() {
        assertEquals(
                "a.json:1: a.b: The environment variable 'SECRET' may not be used here. The configuration allows none.",
                problem("${env:SECRET}"));
        assertEquals(
                "a.json:1: a.b: The environment variable 'DATE' may not be used here. Did you mean 'DATA'? Allowed: DATA, ROWS.",
                problem("x${env:DATE}", "ROWS", "DATA"));
        assertEquals(
                "a.json:1: a.b: The environment variable 'SECRET' may not be used here. The configuration allows none.",
                problem("${env:SECRET:-otherwise}"));
    }

    @Test
    void aNameThatIsNotSetIsRefusedUnlessThereIsAnotherValue() {
        assertEquals("a.json:1: a.b: The environment variable 'NONE' is not set.", problem("${env:NONE}/x", "NONE"));
        assertEquals("./x", read("${env:NONE:-.}/x", "NONE").text());
        assertEquals("/srv/data/x", read("${env:DATA:-.}/x", "DATA").text());
        assertEquals("./x", read("${env:NONE:-./x}", "NONE").text());
        assertEquals("/srv/data", read("${env:DATA:-.}", "DATA").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:UTF-8:/etc/passwd",
                "script:javascript:1",
                "sys:user.home",
                "java:version",
                "url:UTF-8:http://localhost/",
                "dns:localhost",
                "const:java.io.File.separator",
                "base64Decoder:YQ==",
                "xml:a.xml:/a",
                "date:yyyy",
                "localhost:name",
                "DATA",
                "resourceBundle:a:b",
                "a"
            })
    void noOtherLookupIsResolved(String variable) {
        assertEquals(
                "a.json:1: a.b: '${" + variable + "}' is not known; only ${env:NAME} is. For the text itself write $${"
                        + variable + "}.",
                problem("${" + variable + "}", "DATA"));
    }

    @Test
    void twoDollarsStandForTheTextItself() {
        assertEquals("${env:DATA}", read("$${env:DATA}", "DATA").text());
        assertEquals("costs $5 {x}", read("costs $5 {x}").text());
    }

    @Test
    void whatAVariableHoldsIsNotResolvedAgain() {
        assertEquals(
                "${env:SECRET} $${x} ${file:/etc/passwd}",
                read("${env:TRICK}", "TRICK", "SECRET").text());
        assertEquals(
                "a ${env:SECRET} $${x} ${file:/etc/passwd} /srv/data",
                read("a ${env:TRICK} ${env:DATA}", "TRICK", "SECRET", "DATA").text());
    }

    @Test
    void whatIsWrittenToFilesKeepsTheName() {
        Tree tree = reader.read("token: '${env:SECRET}'\nprice: $${x}\n", Format.YAML, "a.yaml", Set.of("SECRET"));
        assertEquals("s3cret", tree.find("token").orElseThrow().text());
        String yaml = YamlWriter.write(tree);
        assertFalse(yaml.contains("s3cret"), yaml);
        assertEquals(tree, reader.read(yaml, Format.YAML, "b.yaml", Set.of("SECRET")));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        DescriptorException e = assertThrows(
                DescriptorException.class,
                () -> reader.read(
                        "a: \"${sys:x}\"\nb: 1\nc: \"${env:SECRET} ${sys:y}\"\n", Format.YAML, "a.yaml", Set.of()));
        assertEquals(List.of(1, 3, 3), e.problems().stream().map(Problem::line).toList());
    }

    @Test
    void assignmentsResolveVariablesToo() {
        Tree tree = reader.set(Example.read("yaml"), "train.batch=${env:ROWS}", Set.of("ROWS"));
        assertEquals("32", tree.find("train.batch").orElseThrow().text());
    }
}
