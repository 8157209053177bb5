package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happened to a file, it is refused with a sentence, by reading it and by looking at its head. */
class ModelFileDamageTest {
    @TempDir
    Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("tickets.graft");
        ModelFile.write(file, Examples.checkpoint(Examples.model("tickets")));
        whole = Files.readAllBytes(file);
    }

    private String refusal() {
        PipelineException e = assertThrows(PipelineException.class, () -> ModelFile.read(file));
        assertEquals(ErrorCode.BAD_MODEL, e.code(), e.getMessage());
        assertEquals(file.toString(), e.at());
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        return e.getMessage();
    }

    private void assertRefused(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        for (boolean head : new boolean[] {false, true})
            try {
                if (head) ModelFile.head(file);
                else ModelFile.read(file);
                throw new AssertionError("was read although " + what);
            } catch (PipelineException e) {
                assertEquals(ErrorCode.BAD_MODEL, e.code(), what);
            } catch (RuntimeException e) {
                throw new AssertionError("another exception: " + what, e);
            }
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        for (int length = 0; length < whole.length; length++)
            assertRefused(Arrays.copyOf(whole, length), "cut to " + length + " bytes");
    }

    @Test
    void oneFlippedBitInAnyByteIsRefused() throws IOException {
        Random random = random("flips");
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            int bit = random.nextInt(8);
            bytes[at] ^= (byte) (1 << bit);
            assertRefused(bytes, "bit " + bit + " of byte " + at + " is flipped");
        }
    }

    @Test
    void bytesOverwrittenInsertedOrAppendedAreRefused() throws IOException {
        Random random = random("garbage");
        for (int i = 0; i < 1000; i++) {
            byte[] garbage = new byte[1 + random.nextInt(50)];
            random.nextBytes(garbage);
            int at = random.nextInt(whole.length - garbage.length);
            byte[] bytes = whole.clone();
            System.arraycopy(garbage, 0, bytes, at, garbage.length);
            if (!Arrays.equals(bytes, whole)) // one byte of garbage may be the very byte that was there
            assertRefused(bytes, garbage.length + " bytes at " + at + " are overwritten");
            byte[] longer = Arrays.copyOf(Arrays.copyOf(whole, at), whole.length + garbage.length);
            System.arraycopy(garbage, 0, longer, at, garbage.length);
            System.arraycopy(whole, at, longer, at + garbage.length, whole.length - at);
            assertRefused(longer, garbage.length + " bytes are inserted at " + at);
            byte[] appended = Arrays.copyOf(whole, whole.length + garbage.length);
            System.arraycopy(garbage, 0, appended, whole.length, garbage.length);
            assertRefused(appended, garbage.length + " bytes are appended");
        }
    }

    @Test
    void aZipWhoseStructureLiesUnderAValidSealIsRefusedOrHarmless() throws IOException {
        Random random = random("sealed");
        Model original = ModelFile.read(file);
        int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] bytes = whole.clone();
            bytes[directory + random.nextInt(whole.length - Seal.LENGTH - directory)] ^=
                    (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            Forgery.seal(file);
            try {
                assertTrue(Examples.same(original, ModelFile.read(file)));
            } catch (PipelineException e) {
                refused++;
                assertEquals(ErrorCode.BAD_MODEL, e.code(), e.getMessage());
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    @Test
    void aDocumentThatLiesUnderAValidSealIsRefusedOrHarmless() throws IOException {
        Random random = random("document");
        byte[] json = new Forgery(file).entries.get("model.json");
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = json.clone();
            bytes[random.nextInt(json.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, whole);
            Forgery forgery = new Forgery(file);
            forgery.entries.put("model.json", bytes);
            forgery.write(file);
            try {
                ModelFile.read(file);
            } catch (PipelineException e) {
                refused++;
                assertEquals(ErrorCode.BAD_MODEL, e.code(), e.getMessage());
            }
        }
        assertTrue(refused > 300, refused + " refused");
    }

    private static Random random(String test) {
        long seed = System.nanoTime();
        System.out.println("ModelFileDamageTest " + test + ": seed " + seed);
        return new Random(seed);
    }

    @Test
    void aModelOfANewerGraftIsCalledThat() throws IOException {
        new Forgery(file).json(json -> json.put("format", 2)).write(file);
        assertEquals("This model was made by a newer Graft (format 2, this one reads 1).", refusal());
        new Forgery(file).json(json -> json.remove("entries")).write(file);
        assertEquals("This model was made by a newer Graft (format 2, this one reads 1).", refusal());
    }

    @Test
    void whatIsNoModelIsCalledThat() throws IOException {
        Files.writeString(file, "PK: not really");
        assertTrue(refusal().contains("cut short, or no zip file"), refusal());
        Files.write(file, new byte[0]);
        assertTrue(refusal().contains("cut short, or no zip file"), refusal());
        Files.write(file, whole);
        Forgery forgery = new Forgery(file);
        forgery.entries.remove("model.json");
        forgery.write(file);
        assertTrue(refusal().contains("it has no model.json"), refusal());
        forgery.entries.put("model.json", "{\"name\": \"something else\"}".getBytes(StandardCharsets.UTF_8));
        forgery.write(file);
        assertTrue(refusal().contains("names no format"), refusal());
        forgery.entries.put("model.json", ("[".repeat(5000) + "]".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        forgery.write(file);
        assertTrue(refusal().contains("model.json is not JSON"), refusal());
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        for (String name :
                new String[] {"parameters.safetensors", "optimizer.safetensors", "state/prepare/3/vocabulary"}) {
            Files.write(file, whole);
            Forgery forgery = new Forgery(file);
            forgery.entries.remove(name);
            forgery.write(file);
            assertTrue(refusal().contains("it has no " + name), refusal());
        }
        Files.write(file, whole);
        Forgery forgery = new Forgery(file).json(json -> unlist(json, "parameters.safetensors"));
        forgery.entries.remove("parameters.safetensors");
        forgery.write(file);
        assertTrue(refusal().contains("it has no parameters.safetensors"), refusal());
    }

    private static void unlist(ObjectNode json, String name) {
        for (Iterator<JsonNode> i = json.get("entries").iterator(); i.hasNext(); )
            if (i.next().get("name").asText().equals(name)) i.remove();
    }

    @Test
    void anEntryThatLeavesItsFolderOrIsNotListedIsRefused() throws IOException {
        for (String name : new String[] {
            "../evil", "/evil", "state/../../evil", "state/%2E%2E/../evil", "lib/evil.jar", "state/evil/"
        }) {
            Files.write(file, whole);
            new Forgery(file)
                    .entry(name, name.endsWith("/") ? new byte[0] : new byte[] {1})
                    .write(file);
            assertTrue(refusal().contains("evil"), refusal());
        }
        Files.write(file, whole);
        Forgery forgery = new Forgery(file);
        forgery.entries.put("state/prepare/9/extra", new byte[] {1});
        forgery.write(file);
        assertTrue(refusal().contains("'state/prepare/9/extra' that model.json does not list"), refusal());
    }

    @Test
    void contentThatDoesNotMatchItsChecksumOrSizeIsRefused() throws IOException {
        Forgery forgery = new Forgery(file);
        byte[] vocabulary = forgery.entries.get("state/prepare/3/vocabulary");
        vocabulary[0]++;
        forgery.write(file);
        assertTrue(refusal().contains("the checksum of 'state/prepare/3/vocabulary' is wrong"), refusal());
        vocabulary[0]--;
        byte[] parameters = forgery.entries.get("parameters.safetensors");
        parameters[parameters.length - 1]++;
        forgery.write(file);
        assertTrue(refusal().contains("the checksum of 'parameters.safetensors' is wrong"), refusal());
        forgery.entries.put("parameters.safetensors", Arrays.copyOf(parameters, parameters.length - 4));
        forgery.write(file);
        assertTrue(
                refusal()
                        .matches(".*'parameters.safetensors' has \\d+ bytes, model.json tells of " + parameters.length
                                + "\\."),
                refusal());
    }

    @Test
    void compressedEntriesAreRefusedSoThatNothingUnpacksToMoreThanTheFile() throws IOException {
        Forgery forgery = new Forgery(file).entry("state/bomb", new byte[50 << 20]);
        forgery.method = ZipEntry.DEFLATED;
        forgery.write(file);
        assertTrue(Files.size(file) < 1 << 20);
        assertTrue(refusal().contains("'model.json' is compressed"), refusal());
    }

    @Test
    void tensorsThatDoNotFitTheGraphAreRefused() throws IOException {
        new Forgery(file)
                .entry("parameters.safetensors", "\10\0\0\0\0\0\0\0{}      ".getBytes(StandardCharsets.US_ASCII))
                .write(file);
        assertTrue(refusal().contains("parameter 'layers.0.embedding.table' of its graph is missing"), refusal());
        String header = "{\"layers.0.embedding.table\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}} ";
        new Forgery(file)
                .entry(
                        "parameters.safetensors",
                        ((char) header.length() + "\0\0\0\0\0\0\0" + header).getBytes(StandardCharsets.US_ASCII))
                .write(file);
        assertTrue(refusal().contains("has 0 elements, its shape is [7, 4]"), refusal());
    }

    @Test
    void stateThatIsNoTextIsRefused() throws IOException {
        new Forgery(file)
                .entry("state/prepare/3/vocabulary", new byte[] {'a', (byte) 0xff})
                .write(file);
        assertTrue(refusal().contains("'state/prepare/3/vocabulary' is not UTF-8 text"), refusal());
    }

    @Test
    void fieldsOfAWrongTypeAreNamed() throws IOException {
        new Forgery(file).json(json -> json.putArray("pipeline")).write(file);
        assertTrue(refusal().contains("model.json: pipeline is a list, not text"), refusal());
        Files.write(file, whole);
        new Forgery(file)
                .json(json -> ((ObjectNode) json.get("provenance")).put("created", "yesterday"))
                .write(file);
        assertTrue(refusal().contains("provenance.created is 'yesterday', not a time"), refusal());
        Files.write(file, whole);
        new Forgery(file).json(json -> json.put("version", -1)).write(file);
        assertTrue(refusal().contains("version is -1"), refusal());
    }
}
