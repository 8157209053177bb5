package io.graft.pipeline.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.YamlWriter;
import io.graft.pipeline.Generation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What is deployed, in the data folder: {@code pipelines/NAME.json}, each whole or as it was before at every moment.
 *
 * <p><b>Threading.</b> One thread for each pipeline.
 */
final class PipelineFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;
    private static final String END = ".json";

    private final Path folder;

    PipelineFiles(Path home) {
        folder = home.resolve("pipelines");
    }

    /** Writes what is deployed, through to the disk. */
    void write(Deployed d) {
        boolean interrupted = Thread.interrupted(); // it would close the channel in the middle of the writing
        Path file = folder.resolve(d.pipeline() + END);
        Path part = folder.resolve(d.pipeline() + END + ".tmp");
        try {
            Files.createDirectories(folder);
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(d)));
                while (bytes.hasRemaining()) out.write(bytes);
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    file.toString(),
                    "What is deployed cannot be written down: " + e + ". Nothing was changed.",
                    e);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Forgets a pipeline. */
    void remove(String pipeline) {
        Path file = folder.resolve(pipeline + END);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, file.toString(), "The file cannot be removed: " + e + ".", e);
        }
    }

    /**
     * Reads all, by name. A file that cannot be read is set aside.
     *
     * @param damaged is told the name and what is wrong
     */
    List<Deployed> read(BiConsumer<String, String> damaged) {
        TreeMap<String, Deployed> all = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + END)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                name = name.substring(0, name.length() - END.length());
                try {
                    all.put(name, deployed(name, JSON.readTree(Files.readAllBytes(file))));
                } catch (IOException | DateTimeException | PipelineException | IllegalArgumentException e) {
                    damaged.accept(name, aside(file, e));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, folder.toString(), "The folder cannot be read: " + e + ".", e);
        }
        return new ArrayList<>(all.values());
    }

    private static String aside(Path file, Exception why) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        String reason = why instanceof JsonProcessingException json
                ? json.getOriginalMessage().replaceAll(" \\(.*", "")
                : String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return "The file " + file + " is damaged and was set aside as " + aside.getFileName()
                    + ", so this pipeline is not served: " + reason + ". Deploy it anew.";
        } catch (IOException e) {
            return "The file " + file + " is damaged, so this pipeline is not served: " + reason + ". Deploy it anew.";
        }
    }

    private static ObjectNode json(Deployed d) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("pipeline", d.pipeline())
                .put("model", d.model())
                .put("generation", d.generation())
                .put("last", d.last())
                .put("published", d.published().toString())
                .put("unloaded", d.unloaded())
                .put("descriptor", YamlWriter.write(d.descriptor()));
        ArrayNode parts = json.putArray("parts");
        for (PipelineStatus.PartStatus p : d.parts())
            parts.addObject()
                    .put("path", p.path())
                    .put("kind", p.kind())
                    .put("name", p.name())
                    .put("plugin", p.plugin())
                    .put("version", p.version());
        ArrayNode history = json.putArray("history");
        for (Deployed.Kept k : d.history())
            history.addObject()
                    .put("generation", k.past().generation())
                    .put("model", k.past().model())
                    .put("published", k.past().published().toString())
                    .put("replaced", k.past().replaced())
                    .put("plugins", k.past().plugins())
                    .put("descriptor", k.descriptor());
        return json;
    }

    private static Deployed deployed(String name, JsonNode json) {
        if (number(json, "format") > FORMAT)
            throw new IllegalArgumentException("it was written by a newer Graft, in format " + number(json, "format"));
        if (!text(json, "pipeline").equals(name))
            throw new IllegalArgumentException("it belongs to '" + text(json, "pipeline") + "'");
        List<PipelineStatus.PartStatus> parts = new ArrayList<>();
        for (JsonNode p : field(json, "parts"))
            parts.add(new PipelineStatus.PartStatus(
                    text(p, "path"), text(p, "kind"), text(p, "name"), text(p, "plugin"), text(p, "version"), -1));
        List<Deployed.Kept> history = new ArrayList<>();
        for (JsonNode h : field(json, "history"))
            history.add(new Deployed.Kept(
                    new PipelineStatus.Past(
                            number(h, "generation"),
                            number(h, "model"),
                            Instant.parse(text(h, "published")),
                            text(h, "replaced"),
                            field(h, "plugins").asBoolean()),
                    text(h, "descriptor")));
        return new Deployed(
                name,
                Generation.descriptor(text(json, "descriptor"), name),
                number(json, "model"),
                number(json, "generation"),
                number(json, "last"),
                Instant.parse(text(json, "published")),
                field(json, "unloaded").asBoolean(),
                parts,
                history);
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) throw new IllegalArgumentException("'" + name + "' is missing");
        return value;
    }

    private static String text(JsonNode json, String name) {
        if (!field(json, name).isTextual()) throw new IllegalArgumentException("'" + name + "' is not a text");
        return json.get(name).textValue();
    }

    private static int number(JsonNode json, String name) {
        if (!field(json, name).isInt()) throw new IllegalArgumentException("'" + name + "' is not a number");
        return json.get(name).intValue();
    }
}
