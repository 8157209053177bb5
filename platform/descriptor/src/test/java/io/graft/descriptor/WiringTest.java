package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named branches: {@code as} and {@code from} beside a layer's key. */
class WiringTest {
    private static final String HEAD = """
            graft: 1
            pipeline: branches
            data: { train: { csv: { path: train.csv } } }
            model:
              loss: mse
              optimizer: sgd
              layers:
            """;

    private static Tree tree(String... layers) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String layer : layers) text.append("    - ").append(layer).append('\n');
        return Example.yaml(text.toString());
    }

    private static Descriptor parse(Tree tree) {
        return DescriptorCheck.parse(tree, Path.of(""), Example.COMPONENTS);
    }

    private static List<String> problems(String... layers) {
        return DescriptorCheck.check(tree(layers), Example.COMPONENTS).stream()
                .map(p -> p.path() + ": " + p.sentence())
                .toList();
    }

    private static final String[] BRANCHES = {
        "{ embedding: { size: 8 }, as: words }",
        "{ dense: { units: 4 }, as: a }",
        "{ dense: { units: 4 }, from: words, as: b }",
        "{ mean-pool: {}, from: [a, b] }"
    };

    @Test
    void layersAreNamedAndTakeValuesByName() {
        Descriptor d = parse(tree(BRANCHES));
        assertEquals(
                List.of(
                        new Wiring("words", List.of()),
                        new Wiring("a", List.of()),
                        new Wiring("b", List.of("words")),
                        new Wiring("", List.of("a", "b"))),
                d.wiring());
        assertEquals("mean-pool", d.layers().get(3).name());
        assertEquals(
                "model.layers[1].dense.units",
                d.layers().get(1).settings().find("units").orElseThrow().path());
    }

    @Test
    void everyFormatSaysTheSame() {
        String json = """
                {"graft": 1, "pipeline": "branches", "data": {"train": {"csv": {"path": "train.csv"}}},
                 "model": {"loss": "mse", "optimizer": "sgd", "layers": [
                  {"embedding": {"size": 8}, "as": "words"}, {"dense": {"units": 4}, "as": "a"},
                  {"dense": {"units": 4}, "from": "words", "as": "b"}, {"mean-pool": {}, "from": ["a", "b"]}]}}
                """;
        String xml = """
                <graft><pipeline>branches</pipeline><data><train><csv path="train.csv"/></train></data>
                <model><loss>mse</loss><optimizer>sgd</optimizer><layers>
                  <item as="words"><embedding size="8"/></item>
                  <item as="a"><dense units="4"/></item>
                  <item from="words" as="b"><dense units="4"/></item>
                  <item from="a, b"><mean-pool/></item>
                </layers></model></graft>
                """;
        String properties = """
                graft=1
                pipeline=branches
                data.train.csv.path=train.csv
                model.loss=mse
                model.optimizer=sgd
                model.layers.0.embedding.size=8
                model.layers.0.as=words
                model.layers.1.dense.units=4
                model.layers.1.as=a
                model.layers.2.dense.units=4
                model.layers.2.from=words
                model.layers.2.as=b
                model.layers.3.mean-pool=
                model.layers.3.from.0=a
                model.layers.3.from.1=b
                """;
        DescriptorReader reader = new DescriptorReader();
        Descriptor yaml = parse(tree(BRANCHES));
        for (Format format : List.of(Format.JSON, Format.XML, Format.PROPERTIES)) {
            String text = format == Format.JSON ? json : format == Format.XML ? xml : properties;
            Descriptor d = parse(reader.read(text, format, "a", Set.of()));
            assertEquals(yaml.wiring(), d.wiring(), format.toString());
            assertEquals(
                    yaml.layers().stream().map(Reference::name).toList(),
                    d.layers().stream().map(Reference::name).toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ mean-pool: {}, as: 3x }|model.layers[1].as: 'as' must be a name of letters, digits, hyphens and underscores that begins with a letter, but is the text '3x'.",
                "{ mean-pool: {}, as: input }|model.layers[1].as: 'input' is the name of what the first layer takes; choose another.",
                "{ mean-pool: {}, as: words }|model.layers[1].as: 'words' is the name of what model.layers[0] gives already; choose another.",
                "{ mean-pool: {}, from: [] }|model.layers[1].from: 'from' must be a name or a list of names, e.g. from: [a, b], but is a list.",
                "{ mean-pool: {}, from: { a: b } }|model.layers[1].from: 'from' must be a name or a list of names, e.g. from: [a, b], but is a map.",
                "{ mean-pool: {}, from: [words, late] }|model.layers[1].from[1]: 'late' is what model.layers[2] gives, which comes later; a layer takes what layers before it give. Move that one up.",
                "{ mean-pool: {}, from: [words, me], as: me }|model.layers[1].from[1]: A layer cannot take what it gives itself, 'me'.",
            })
    void whatIsWrongIsToldWithItsPlace(String layer, String problem) {
        assertEquals(
                List.of(problem),
                problems("{ embedding: { size: 8 }, as: words }", layer, "{ dense: { units: 4 }, as: late }"));
    }

    @Test
    void whatNobodyTakesIsTold() {
        assertEquals(
                List.of(
                        "model.layers[1]: What this layer gives, 'a', goes nowhere: the layer after it takes [words], and none takes it."
                                + " Take it by 'from', or leave the layer out."),
                problems(
                        "{ embedding: { size: 8 }, as: words }",
                        "{ dense: { units: 4 }, as: a }",
                        "{ mean-pool: {}, from: words }"));
        assertEquals(
                List.of("model.layers[1]: What this layer gives goes nowhere: the layer after it takes [words]."
                        + " Name it (as: …) and take it by 'from', or leave the layer out."),
                problems(
                        "{ embedding: { size: 8 }, as: words }",
                        "{ dense: { units: 4 } }",
                        "{ mean-pool: {}, from: words }"));
    }

    @Test
    void aSlipIsToldWithTheNameThatWasMeant() {
        assertEquals(
                List.of("model.layers[2].from: No layer is called 'wrods'. Did you mean 'words'?"),
                problems(
                        "{ embedding: { size: 8 } }",
                        "{ dense: { units: 4 }, as: words }",
                        "{ mean-pool: {}, from: wrods }"));
    }

    @Test
    void insideALayerThereIsNoWiring() {
        String told = problems("{ residual: { layers: [ { dense: { units: 4 }, as: a } ] } }")
                .get(0);
        assertTrue(told.endsWith("'as' and 'from' are for the entries of model.layers only."), told);
    }

    @Test
    void anEntryStillNamesOneComponent() {
        assertTrue(problems("{ as: a }").get(0).contains("this is a map with no key"));
        assertTrue(
                problems("{ mean-pool: {}, dense: { units: 4 }, as: a }").get(0).contains("2 keys: mean-pool, dense"));
    }

    @Test
    void fillingKeepsTheWiring() {
        Tree filled = Filler.fill(tree(BRANCHES), Example.COMPONENTS);
        assertEquals(parse(tree(BRANCHES)).wiring(), parse(filled).wiring());
        assertEquals(
                "true", filled.find("model.layers[2].dense.bias").orElseThrow().text());
        assertEquals(
                parse(filled).wiring(),
                parse(Example.yaml(YamlWriter.write(filled))).wiring());
    }

    @Test
    void theSchemaKnowsIt() {
        String schema = JsonSchema.of(Example.COMPONENTS);
        ObjectMapper json = new ObjectMapper();
        var validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        assertEquals(
                Set.of(), validator.validate(json.valueToTree(tree(BRANCHES).toObject())));
        assertTrue(validator
                        .validate(json.valueToTree(
                                tree("{ dense: { units: 4 }, form: a }").toObject()))
                        .size()
                > 0);
    }

    private static Tree swapped(String assignment) {
        return new DescriptorReader().set(tree(BRANCHES), assignment, Set.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.layers.3=max-pool                           | ''    | a b",
                "model.layers[2]={dense: {units: 5}}               | b     | words",
                "model.layers.1={dense: {units: 5}, as: c}         | c     | ''",
                "model.layers.2={dense: {units: 5}, from: a}       | ''    | a",
                "model.layers.2.dense.units=5                      | b     | words"
            })
    void anotherLayerIsWiredAsTheOneBeforeItUnlessItSaysHowItIs(String assignment, String as, String from) {
        List<Tree> layers =
                swapped(assignment.strip()).find("model.layers").orElseThrow().items();
        Tree layer = layers.get(Integer.parseInt(assignment.replaceAll("\\D*(\\d).*", "$1")));
        assertEquals(as, layer.get("as").map(Tree::text).orElse(""));
        assertEquals(
                from,
                layer.get("from").map(Wiring::names).orElse(List.of()).stream()
                        .map(Tree::text)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aSettingCalledFromIsNoWiring() {
        Tree tree = new DescriptorReader().set(tree(BRANCHES), "data.train.csv={path: a.csv, from: 3}", Set.of());
        tree = new DescriptorReader().set(tree, "data.train.csv={path: b.csv}", Set.of());
        assertTrue(tree.find("data.train.csv.from").isEmpty());
    }
}
