package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("deep/er/tickets.graft");
    }

    @Test
    void aModelComesBackAsItWas() {
        Model model = Examples.model("tickets").withVersion(7);
        ModelFile.write(file, model);
        assertTrue(Examples.same(model, ModelFile.read(file)));
    }

    @Test
    void aCheckpointComesBackAsItWas() {
        Model checkpoint = Examples.checkpoint(Examples.model("tickets"));
        ModelFile.write(file, checkpoint);
        Model back = ModelFile.read(file);
        assertTrue(Examples.same(checkpoint, back));
        assertEquals(3_000_000_000L, back.progress().get("step"));
        assertEquals(4, back.progress().get("epoch"));
        assertEquals(Double.NEGATIVE_INFINITY, back.progress().get("best"));
    }

    @Test
    void parametersThatBecameNaNOrInfiniteKeepTheirBits() {
        Model model = Examples.model("tickets");
        float[] weight = model.parameters().get("layers.1.dense.weight");
        weight[0] = Float.intBitsToFloat(0x7f812345);
        weight[1] = Float.NEGATIVE_INFINITY;
        weight[2] = -0f;
        ModelFile.write(file, model);
        assertArrayEquals(
                Examples.bits(weight),
                Examples.bits(ModelFile.read(file).parameters().get("layers.1.dense.weight")));
    }

    @Test
    void theHeadTellsWhatAListShows() throws IOException {
        Model model = Examples.model("tickets").withVersion(7);
        ModelFile.write(file, model);
        assertEquals(
                new ModelInfo(
                        "tickets",
                        7,
                        Examples.CREATED,
                        model.metrics(),
                        "dl4j-cpu",
                        Files.size(file),
                        file,
                        Optional.empty()),
                ModelFile.head(file));
    }

    @Test
    void anyoneCanReadItWithAZipToolAndJson() throws IOException {
        ModelFile.write(file, Examples.checkpoint(Examples.model("tickets")));
        byte[] bytes = Files.readAllBytes(file);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 21);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals("graft-crc32c:" + HexFormat.of().toHexDigits((int) crc.getValue()), zip.getComment());
            List<String> names = new ArrayList<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                names.add(entry.getName());
                assertEquals(ZipEntry.STORED, entry.getMethod());
            }
            assertEquals(
                    List.of(
                            "model.json",
                            "parameters.safetensors",
                            "optimizer.safetensors",
                            "state/prepare/3/vocabulary",
                            "state/files/%2E%2E/W%C3%B6rter%20buch.txt"),
                    names);
            JsonNode json = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("model.json")));
            assertEquals(1, json.get("format").asInt());
            assertEquals("graft: 1\npipeline: tickets\n", json.get("descriptor").asText());
            assertEquals(
                    "io.graft.layers-core",
                    json.at("/provenance/bundles/0/name").asText());
            assertEquals(
                    "layers.0.embedding.table",
                    json.at("/graph/parameters/0/name").asText());
            assertEquals(4, json.get("entries").size());
            for (JsonNode entry : json.get("entries")) {
                ZipEntry inZip = zip.getEntry(entry.get("name").asText());
                assertEquals(inZip.getSize(), entry.get("bytes").asLong());
                assertEquals(
                        Fingerprint.sha256(zip.getInputStream(inZip)),
                        entry.get("sha256").asText());
            }
            byte[] optimizer =
                    zip.getInputStream(zip.getEntry("optimizer.safetensors")).readAllBytes();
            JsonNode tensor = new ObjectMapper()
                    .readTree(optimizer, 8, optimizer[0] + 256 * optimizer[1] & 0xffff)
                    .get("optimizer.m.layers.1.dense.weight");
            assertEquals("[4,3]", tensor.get("shape").toString());
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        ModelFile.write(file, Examples.model("tickets"));
        ModelFile.write(folder.resolve("other"), Examples.model("tickets"));
        assertEquals(-1, Files.mismatch(file, folder.resolve("other")));
    }

    @Test
    void writingAgainReplacesTheFileAndLeavesNothingBeside() throws IOException {
        ModelFile.write(file, Examples.model("tickets"));
        ModelFile.write(file, Examples.model("spam"));
        assertEquals("spam", ModelFile.read(file).pipeline());
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void anInterruptedThreadStillWritesAndReads() {
        Model model = Examples.checkpoint(Examples.model("tickets"));
        Thread.currentThread().interrupt();
        try {
            ModelFile.write(file, model);
            assertTrue(Examples.same(model, ModelFile.read(file)));
        } finally {
            assertTrue(Thread.interrupted(), "still interrupted");
        }
    }

    @Test
    void aMissingFileIsNotFound() {
        PipelineException e = assertThrows(PipelineException.class, () -> ModelFile.read(file));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertEquals(file.toString(), e.at());
    }

    @Test
    void aModelWithoutOneOfItsParametersIsNotWritten() {
        Model model = Examples.model("tickets");
        Map<String, float[]> fewer = new LinkedHashMap<>(model.parameters());
        fewer.remove("layers.1.dense.bias");
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(file, with(model, fewer, model.metrics(), model.state())));
        assertTrue(e.getMessage().contains("parameter 'layers.1.dense.bias' of its graph is missing"), e.getMessage());
        fewer.put("layers.1.dense.bias", new float[2]);
        e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(file, with(model, fewer, model.metrics(), model.state())));
        assertTrue(e.getMessage().contains("has 2 elements, its shape is [3]"), e.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void whatIsNoJsonOrNoTextIsNamed() {
        Model model = Examples.model("tickets");
        Map<String, Object> metrics = Map.of("accuracy", Map.of("list", List.of(folder)));
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(file, with(model, model.parameters(), metrics, model.state())));
        assertTrue(e.getMessage().contains("metrics.accuracy.list[0] is a "), e.getMessage());
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(file, with(model, model.parameters(), Map.of("x", endless), model.state())));
        assertTrue(e.getMessage().contains("nested more than 50 deep"), e.getMessage());
        Map<String, String> state = Map.of("prepare/3/vocabulary", "half \ud83d");
        e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(file, with(model, model.parameters(), model.metrics(), state)));
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertEquals("prepare/3/vocabulary", e.at());
        assertFalse(Files.exists(file));
    }

    private static Model with(
            Model m, Map<String, float[]> parameters, Map<String, Object> metrics, Map<String, String> state) {
        return new Model(
                m.pipeline(),
                0,
                m.descriptor(),
                m.graph(),
                m.labels(),
                metrics,
                m.provenance(),
                parameters,
                Map.of(),
                state,
                Map.of());
    }
}
