package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private static Tree read(String text, Format format) {
        return new DescriptorReader().read(text, format, "a", Set.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml", "properties"})
    void everyFormatGivesTheSameTree(String extension) {
        assertEquals(Example.read("yaml"), Example.read(extension));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json", "xml", "properties"})
    void everyFormatGivesADescriptorWithoutProblems(String extension) {
        assertEquals(List.of(), DescriptorCheck.check(Example.read(extension), Example.COMPONENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json", "xml", "properties"})
    void orderIsKept(String extension) {
        assertEquals(
                List.of("unicode", "lowercase"),
                List.copyOf(Example.read(extension)
                        .find("prepare[0].clean")
                        .orElseThrow()
                        .entries()
                        .keySet()));
        assertEquals(
                "graft", Example.read(extension).entries().keySet().iterator().next());
    }

    @ParameterizedTest
    @CsvSource({"yaml, 7, 10, 13, 18", "json, 7, 10, 13, 18", "xml, 7, 10, 13, 18", "properties, 12, 15, 18, 23"})
    void everyNodeKnowsItsLine(String extension, int lowercase, int size, int embedding, int metric) {
        Tree tree = Example.read(extension);
        Map<String, Integer> lines = Map.of(
                "prepare[0].clean.lowercase", lowercase,
                "prepare[3].vocabulary.size", size,
                "model.layers[0].embedding", embedding,
                "metrics[0]", metric);
        lines.forEach((path, line) -> {
            Tree node = tree.find(path).orElseThrow();
            assertEquals(new Location("tickets." + extension, line), node.location(), path);
            assertEquals(path, node.path());
        });
    }

    @Test
    void propertiesCountContinuedLinesAndComments() {
        Tree tree = Example.read("properties");
        assertEquals(
                16,
                tree.find("prepare[3].vocabulary.length")
                        .orElseThrow()
                        .location()
                        .line());
        assertEquals(
                5, tree.find("data.train.csv.path").orElseThrow().location().line());
    }

    @Test
    void aQuotedNumberIsATextAndABareOneANumber() {
        Tree tree = Example.yaml("a: 32\nb: '32'\nc: !!str 32\nd: true\ne: \"true\"\nf: no\ng:\nh: 1e-3\ni: 007\n");
        assertEquals(
                List.of(
                        "the number 32",
                        "the text '32'",
                        "the text '32'",
                        "true",
                        "the text 'true'",
                        "the text 'no'",
                        "nothing",
                        "the number 1e-3",
                        "the text '007'"),
                tree.entries().values().stream().map(Tree::describe).toList());
    }

    @Test
    void jsonKeepsNumbersAsWritten() {
        assertEquals(
                "0.00100",
                read("{\"a\": 0.00100}", Format.JSON).find("a").orElseThrow().text());
    }

    @Test
    void versionRangesAreKeysInProperties() {
        Tree tree = read("prepare.0.stop-words@[1.2,2).language=en\n", Format.PROPERTIES);
        Tree language = tree.find("prepare[0].stop-words@[1.2,2).language").orElseThrow();
        assertEquals("prepare[0].stop-words@[1.2,2).language", language.path());
        assertEquals(
                List.of("stop-words@[1.2,2)"),
                List.copyOf(tree.find("prepare.0").orElseThrow().entries().keySet()));
    }

    @Test
    void classWeightsOfNumberedClassesStayAMapInProperties() {
        Tree tree = read("train.classWeights.0=1\ntrain.classWeights.1=2.5\n", Format.PROPERTIES);
        assertEquals(
                "2.5",
                tree.find("train.classWeights").orElseThrow().entries().get("1").text());
    }

    @Test
    void nothingIsIncludedByProperties() {
        Tree tree = read("include = other.properties\n", Format.PROPERTIES);
        assertEquals("other.properties", tree.find("include").orElseThrow().text());
    }

    @Test
    void xmlListsOutsideTheKnownPlacesAreWrittenAsItems() {
        Tree xml = read("""
                <graft><model><layers><residual>
                  <layers><item><dense units="4"/></item><item>mean-pool</item></layers>
                  <branches><item><item>mean-pool</item></item></branches>
                </residual></layers></model></graft>""", Format.XML);
        Tree yaml = Example.yaml("""
                graft: 1
                model:
                  layers:
                    - residual: { layers: [ { dense: { units: 4 } }, mean-pool ], branches: [[mean-pool]] }
                """);
        assertEquals(yaml, xml);
    }

    @Test
    void anAliasStandsForWhatItNames() {
        Tree tree = Example.yaml("a: &x { b: 1 }\nc: *x\n");
        assertEquals(tree.find("a").orElseThrow(), tree.find("c").orElseThrow());
        assertEquals("c.b", tree.find("c.b").orElseThrow().path());
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(
                "1",
                read("\uFEFFgraft: 1\n", Format.YAML)
                        .find("graft")
                        .orElseThrow()
                        .text());
    }

    @ParameterizedTest
    @CsvSource({"a.yaml, YAML", "a.yml, YAML", "b.JSON, JSON", "c.x.xml, XML", "d.properties, PROPERTIES"})
    void theExtensionTellsTheFormat(String file, Format format) {
        assertEquals(format, Format.of(file).orElseThrow());
    }

    @Test
    void layersInsideALayerAreAListInXmlToo() {
        Tree xml = read("""
                <graft><model><layers><residual><layers><dense units="4"/><relu/></layers></residual></layers></model></graft>""", Format.XML);
        Tree yaml = read(
                "graft: 1\nmodel: { layers: [{ residual: { layers: [{ dense: { units: 4 } }, relu] } }] }",
                Format.YAML);
        assertEquals(yaml, xml);
    }
}
