package io.graft.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A model file taken apart, changed and sealed again, so that what is behind the outer checks is reached. */
final class Forgery {
    final Map<String, byte[]> entries = new LinkedHashMap<>();
    int method = ZipEntry.STORED;

    Forgery(Path original) throws IOException {
        try (ZipFile zip = new ZipFile(original.toFile())) {
            for (ZipEntry e : Collections.list(zip.entries()))
                entries.put(e.getName(), zip.getInputStream(e).readAllBytes());
        }
    }

    Forgery json(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(entries.get("model.json"));
        change.accept(json);
        entries.put("model.json", new ObjectMapper().writeValueAsBytes(json));
        return this;
    }

    /** Replaces an entry and what model.json says about it. */
    Forgery entry(String name, byte[] content) throws IOException {
        entries.put(name, content);
        return json(json -> {
            ObjectNode listed = null;
            for (JsonNode e : json.get("entries")) if (e.get("name").asText().equals(name)) listed = (ObjectNode) e;
            if (listed == null) listed = json.withArray("entries").addObject().put("name", name);
            try {
                listed.put("bytes", content.length)
                        .put("sha256", Fingerprint.sha256(new ByteArrayInputStream(content)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment(Seal.BLANK);
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(e.getValue());
                    entry.setCrc(crc.getValue());
                    entry.setSize(e.getValue().length);
                }
                zip.putNextEntry(entry);
                zip.write(e.getValue());
            }
        }
        seal(file);
    }

    static void seal(Path file) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            Seal.set(raw);
        }
    }
}
