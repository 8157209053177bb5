package io.graft.models;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Parameter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a model file, trusting nothing in it.
 *
 * <p>Entries are stored, never compressed, so that nothing unpacks to more than the file's own length.
 */
final class ModelReader implements AutoCloseable {
    /** How long a text may be; a Java array could hold no more. */
    private static final long MOST_TEXT = 1 << 30;

    private final Path file;
    private final ZipFile zip;
    private final JsonFields json;
    private final Map<String, ModelJson.Entry> entries = new LinkedHashMap<>();

    private interface Reading<T> {
        T from(InputStream in, long bytes) throws IOException;
    }

    private interface Use<T> {
        T of(ModelReader reader) throws IOException;
    }

    static Model read(Path file) {
        return use(file, ModelReader::model);
    }

    static ModelInfo head(Path file) {
        return use(file, ModelReader::info);
    }

    private static <T> T use(Path file, Use<T> use) {
        try {
            if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
            try (ModelReader reader = new ModelReader(file)) {
                return use.of(reader);
            }
        } catch (Damage e) {
            throw bad(file, e.getMessage(), e);
        } catch (ZipException | EOFException e) {
            throw bad(file, "it is cut short, or no zip file (" + e.getMessage() + ")", e);
        } catch (NoSuchFileException e) {
            throw new PipelineException(ErrorCode.NOT_FOUND, file.toString(), "There is no such model file.", e);
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, file.toString(), "The model file cannot be read: " + Reason.of(e) + ".", e);
        } catch (OutOfMemoryError e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    file.toString(),
                    "The model does not fit into the memory of this process. Start it with more (-Xmx).",
                    e);
        } catch (RuntimeException e) {
            throw bad(file, "its content contradicts itself (" + e.getMessage() + ")", e);
        }
    }

    private static PipelineException bad(Path file, String what, Exception cause) {
        String subject = what.startsWith("made by") ? "This model was " : "The model file is damaged: ";
        return new PipelineException(ErrorCode.BAD_MODEL, file.toString(), subject + what + ".", cause);
    }

    private ModelReader(Path file) throws IOException {
        this.file = file;
        zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        try {
            json = ModelJson.open(modelJson());
            Seal.check(file);
            ModelJson.entries(json).forEach(e -> {
                if (entries.putIfAbsent(e.name(), e) != null)
                    throw new Damage("model.json lists '" + e.name() + "' twice");
            });
            checkEntries();
        } catch (IOException | RuntimeException | Error e) {
            zip.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private byte[] modelJson() throws IOException {
        ZipEntry entry = stored(ModelJson.NAME);
        if (entry.getSize() > ModelWriter.MOST_JSON)
            throw new Damage("model.json has " + entry.getSize() + " bytes, more than " + ModelWriter.MOST_JSON);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if (crc.getValue() != entry.getCrc()) throw new Damage("the checksum of model.json is wrong");
            return bytes;
        }
    }

    private ZipEntry stored(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) throw new Damage("it has no " + name);
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize())
            throw new Damage("'" + name + "' is compressed; a model file stores its entries as they are");
        if (entry.getSize() < 0 || entry.getSize() > Files.size(file))
            throw new Damage("'" + name + "' is said to be longer than the file");
        return entry;
    }

    /** What the zip holds is what model.json lists, of the sizes it lists, and fits the file. */
    private void checkEntries() throws IOException {
        if (zip.size() > ModelWriter.MOST_ENTRIES)
            throw new Damage("it has " + zip.size() + " entries, more than " + ModelWriter.MOST_ENTRIES);
        long total = 0;
        int count = 0;
        for (ZipEntry e : Collections.list(zip.entries())) {
            count++;
            total += stored(e.getName()).getSize();
            if (e.getName().equals(ModelJson.NAME)) continue;
            ModelJson.Entry listed = entries.get(e.getName());
            if (listed == null)
                throw new Damage("it has an entry '" + printable(e.getName()) + "' that model.json does not list");
            if (listed.bytes() != e.getSize())
                throw new Damage(
                        "'" + e.getName() + "' has " + e.getSize() + " bytes, model.json tells of " + listed.bytes());
        }
        for (String name : entries.keySet()) {
            if (!name.equals(ModelWriter.PARAMETERS) && !name.equals(ModelWriter.OPTIMIZER) && !StateEntry.valid(name))
                throw new Damage(
                        "it has an entry of the name '" + printable(name) + "', which a model file does not have");
            stored(name);
        }
        if (count != entries.size() + 1) throw new Damage("it has an entry twice");
        if (total > Files.size(file)) throw new Damage("its entries overlap");
        if (!entries.containsKey(ModelWriter.PARAMETERS)) throw new Damage("it has no " + ModelWriter.PARAMETERS);
    }

    private static String printable(String name) {
        String head = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return head.replaceAll("\\p{Cntrl}", "?");
    }

    private <T> T entry(String name, Reading<T> reading) throws IOException {
        ZipEntry entry = stored(name);
        try (DigestInputStream in = new DigestInputStream(zip.getInputStream(entry), Fingerprint.digest())) {
            T content = reading.from(in, entry.getSize());
            if (in.read() >= 0
                    || !Fingerprint.hex(in.getMessageDigest())
                            .equals(entries.get(name).sha256()))
                throw new Damage("the checksum of '" + name + "' is wrong");
            return content;
        }
    }

    private Model model() throws IOException {
        Map<String, float[]> parameters = tensors(ModelWriter.PARAMETERS);
        Map<String, float[]> optimizer =
                entries.containsKey(ModelWriter.OPTIMIZER) ? tensors(ModelWriter.OPTIMIZER) : Map.of();
        Map<String, String> state = new LinkedHashMap<>();
        for (String name : entries.keySet())
            if (name.startsWith(StateEntry.FOLDER))
                state.put(StateEntry.path(name), entry(name, (in, bytes) -> text(in, bytes, name)));
        Model model = ModelJson.read(json, parameters, optimizer, state);
        for (Parameter p : model.graph().parameters()) {
            float[] elements = parameters.get(p.name());
            if (elements == null) throw new Damage("parameter '" + p.name() + "' of its graph is missing");
            if (elements.length != p.shape().elements())
                throw new Damage(
                        "parameter '" + p.name() + "' has " + elements.length + " elements, its shape is " + p.shape());
        }
        return model;
    }

    private Map<String, float[]> tensors(String name) throws IOException {
        return entry(name, (in, bytes) -> SafeTensors.read(in, bytes, name));
    }

    private static String text(InputStream in, long bytes, String name) throws IOException {
        if (bytes > MOST_TEXT) throw new Damage("'" + name + "' has " + bytes + " bytes, more than " + MOST_TEXT);
        byte[] utf8 = in.readNBytes((int) bytes);
        if (utf8.length < bytes) throw new Damage("'" + name + "' is cut short");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Damage("'" + name + "' is not UTF-8 text", e);
        }
    }

    private ModelInfo info() throws IOException {
        Provenance provenance = ModelJson.provenance(json);
        return new ModelInfo(
                json.text("pipeline"),
                ModelJson.version(json),
                provenance.created(),
                ModelJson.metrics(json),
                provenance.backend(),
                Files.size(file),
                file,
                Optional.empty());
    }
}
