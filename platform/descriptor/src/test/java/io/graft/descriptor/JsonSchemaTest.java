package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final String text = JsonSchema.of(Example.COMPONENTS);

    private Set<ValidationMessage> validate(Tree tree) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(text)
                .validate(JSON.valueToTree(tree.toObject()));
    }

    @Test
    void itIsASchema() throws IOException {
        Set<ValidationMessage> wrong = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(JSON.readTree(text));
        assertEquals(Set.of(), wrong);
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(JSON.readTree(JsonSchema.of(Example.components(Map.of())))));
    }

    @Test
    void theExampleIsValid() {
        assertEquals(Set.of(), validate(Example.read("yaml")));
        assertEquals(Set.of(), validate(Example.read("json")));
        assertEquals(Set.of(), validate(Filler.fill(Example.read("yaml"), Example.COMPONENTS)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size: 10000 -> size: 0",
                "size: 10000 -> size: many",
                "length: 32 -> lenght: 32",
                "NFKC -> NFX",
                "lowercase: true -> lowercase: 3",
                "unicode-words -> wordpeice",
                "mean-pool -> embedding",
                "loss: cross-entropy -> loss: accuracy",
                "pipeline: tickets -> pipeline: Tickets",
                "graft: 1 -> graft: 2",
                "epochs: 10 -> epochs: 0",
                "wait: 2ms -> wait: soon",
                "backend: auto -> backend: torch",
                "- mean-pool -> - { mean-pool: , dense: }"
            })
    void whatTheCheckRefusesTheSchemaRefuses(String change) {
        String[] parts = change.split(" -> ");
        Tree tree = Example.changed(parts[0], parts[1]);
        assertFalse(DescriptorCheck.check(tree, Example.COMPONENTS).isEmpty(), "check");
        assertFalse(validate(tree).isEmpty(), "schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NFKC -> nfkc",
                "unicode-words -> unicode-words@[1,2)",
                "stop-words: -> stop-words@[1,2):",
                "text: text -> text: 3",
                "- mean-pool -> - residual: { layers: [mean-pool, { dense: { units: 3 } }], branches: [[mean-pool]] }",
                "seed: 7 -> schedule: { cosine: { warmUp: 2, then: constant } }",
                "seed: 7 -> classWeights: { a: 2 }",
                "seed: 7 -> classWeights: balanced",
                "{ csv: { path: dev.csv, text: text, label: label } } -> { split: 0.1 }"
            })
    void whatTheCheckTakesTheSchemaTakes(String change) {
        String[] parts = change.split(" -> ");
        Tree tree = Example.changed(parts[0], parts[1]);
        assertEquals(java.util.List.of(), DescriptorCheck.check(tree, Example.COMPONENTS));
        assertEquals(Set.of(), validate(tree));
    }

    @Test
    void settingsCarryMeaningDefaultAndRange() throws IOException {
        JsonNode size = JSON.readTree(text).at("/$defs/vectorizer.vocabulary/properties/size");
        assertEquals("The most tokens. In tokens.", size.get("description").asText());
        assertEquals(10000, size.get("default").asInt());
        assertEquals(1, size.at("/anyOf/0/minimum").asInt());
        assertEquals(10_000_000, size.at("/anyOf/0/maximum").asInt());
    }

    @Test
    void aVariableMayStandForANumber() {
        Tree tree = new DescriptorReader(name -> "3")
                .read(Example.text("yaml").replace("size: 10000", "size: \"${env:X}\""), Format.YAML, "a", Set.of("X"));
        assertEquals(java.util.List.of(), DescriptorCheck.check(tree, Example.COMPONENTS));
        assertTrue(validate(tree).isEmpty());
    }
}
