package io.graft.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a model file: all of it, or nothing.
 *
 * <p>Not through a {@link FileChannel}, because that closes itself under a thread that is interrupted, and the checkpoint of an
 * interrupted run is the one that matters most.
 */
final class ModelWriter {
    static final String PARAMETERS = "parameters.safetensors";
    static final String OPTIMIZER = "optimizer.safetensors";
    static final String LEFTOVER = ".tmp";
    static final int MOST_JSON = 64 << 20;
    static final int MOST_ENTRIES = 10_000;

    /** The same model gives the same bytes; a zip can tell no earlier time. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ModelWriter() {}

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private record Measured(Content content, long bytes, long crc, String sha256) {}

    /** Writes through a stream that a test may let fail. */
    static void write(Path file, Model model, UnaryOperator<OutputStream> through) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + LEFTOVER);
        Map<String, Measured> entries;
        try {
            entries = measure(model);
        } catch (IllegalArgumentException | IOException e) {
            throw new PipelineException(
                    ErrorCode.INTERNAL, file.toString(), "The model cannot be written: " + e.getMessage() + ".", e);
        }
        try {
            Files.createDirectories(folder);
            zip(temporary, entries, through);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(temporary, e);
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    file.toString(),
                    "The model cannot be written: " + Reason.of(e)
                            + ". Nothing was changed; free some space, or choose another folder, and try again.",
                    e);
        } catch (RuntimeException | Error e) {
            remove(temporary, e);
            throw e;
        }
        force(folder);
    }

    private static void remove(Path temporary, Throwable cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Makes the new name survive a power cut; some file systems cannot, and the model is in its place anyway. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger(ModelWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "folder not forced: " + folder, e);
        }
    }

    private static Map<String, Measured> measure(Model model) throws IOException {
        Map<String, Content> contents = new LinkedHashMap<>();
        Function<String, List<Integer>> shapes = shapes(model);
        contents.put(PARAMETERS, out -> SafeTensors.write(out, model.parameters(), shapes));
        if (!model.optimizer().isEmpty())
            contents.put(OPTIMIZER, out -> SafeTensors.write(out, model.optimizer(), shapes));
        model.state().forEach((path, text) -> {
            byte[] utf8 = utf8(path, text);
            contents.put(StateEntry.entry(path), out -> out.write(utf8));
        });
        if (contents.size() >= MOST_ENTRIES)
            throw new IllegalArgumentException("it has more than " + MOST_ENTRIES + " pieces of learned state");
        Map<String, Measured> others = new LinkedHashMap<>();
        List<ModelJson.Entry> listed = new ArrayList<>();
        for (Map.Entry<String, Content> e : contents.entrySet()) {
            Measured m = measure(e.getValue());
            others.put(e.getKey(), m);
            listed.add(new ModelJson.Entry(e.getKey(), m.bytes(), m.sha256()));
        }
        byte[] json = json(model, listed);
        Map<String, Measured> entries = new LinkedHashMap<>();
        entries.put(ModelJson.NAME, measure(out -> out.write(json)));
        entries.putAll(others);
        return entries;
    }

    private static byte[] json(Model model, List<ModelJson.Entry> entries) {
        try {
            byte[] json = PlainJson.pretty(ModelJson.write(model, entries));
            if (json.length > MOST_JSON)
                throw new IllegalArgumentException("graph, metrics, progress and descriptor come to " + json.length
                        + " bytes, more than " + MOST_JSON);
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static byte[] utf8(String path, String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(utf8.array(), utf8.limit());
        } catch (CharacterCodingException e) {
            throw new PipelineException(
                    ErrorCode.PLUGIN_FAILED,
                    path,
                    "What this step learned holds half a character (a lone surrogate), which cannot be stored as UTF-8 text.",
                    e);
        }
    }

    /** The shapes of parameters, and of the optimizer's state that has a parameter's name at its end; one axis otherwise. */
    private static Function<String, List<Integer>> shapes(Model model) {
        Map<String, List<Integer>> known = new HashMap<>();
        Graph graph = model.graph();
        for (Parameter p : graph.parameters()) {
            float[] elements = model.parameters().get(p.name());
            if (elements == null)
                throw new IllegalArgumentException("parameter '" + p.name() + "' of its graph is missing");
            if (elements.length != p.shape().elements())
                throw new IllegalArgumentException(
                        "parameter '" + p.name() + "' has " + elements.length + " elements, its shape is " + p.shape());
            known.put(p.name(), p.shape().dims().stream().map(Dim::size).toList());
        }
        return name -> {
            float[] elements = model.parameters().containsKey(name)
                    ? model.parameters().get(name)
                    : model.optimizer().get(name);
            for (String end = name; ; end = end.substring(end.indexOf('.') + 1)) {
                List<Integer> shape = known.get(end);
                if (shape != null && shape.stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b) == elements.length)
                    return shape;
                if (end.indexOf('.') < 0) return List.of(elements.length);
            }
        };
    }

    private static Measured measure(Content content) throws IOException {
        Meter meter = new Meter();
        content.writeTo(meter);
        return new Measured(content, meter.bytes, meter.crc.getValue(), Fingerprint.hex(meter.sha256));
    }

    private static void zip(Path temporary, Map<String, Measured> entries, UnaryOperator<OutputStream> through)
            throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw")) {
            OutputStream raw = through.apply(new FileOutputStream(file.getFD()));
            ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(raw, 1 << 16), StandardCharsets.UTF_8);
            zip.setComment(Seal.BLANK);
            for (Map.Entry<String, Measured> e : entries.entrySet()) {
                Measured m = e.getValue();
                ZipEntry entry = new ZipEntry(e.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setTimeLocal(TIME);
                entry.setSize(m.bytes());
                entry.setCrc(m.crc());
                zip.putNextEntry(entry);
                m.content().writeTo(zip);
                zip.closeEntry();
            }
            zip.finish();
            zip.flush();
            Seal.set(file);
            file.getFD().sync();
        }
    }

    /** Length and checksums of what is written to it. */
    private static final class Meter extends OutputStream {
        private final CRC32 crc = new CRC32();
        private final MessageDigest sha256 = Fingerprint.digest();
        private long bytes;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) {
            crc.update(b, off, len);
            sha256.update(b, off, len);
            bytes += len;
        }
    }
}
