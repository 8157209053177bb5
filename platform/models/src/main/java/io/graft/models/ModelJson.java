package io.graft.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.models.Provenance.BundleInfo;
import io.graft.models.Provenance.DataInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The entry {@code model.json}: everything about a model but its tensors and its learned state. */
final class ModelJson {
    static final String NAME = "model.json";

    /** The version of the format that is written, and the highest that is read. */
    static final int FORMAT = 1;

    private ModelJson() {}

    /**
     * Another entry of the zip.
     *
     * @param bytes its length
     * @param sha256 its SHA-256 in hexadecimal
     */
    record Entry(String name, long bytes, String sha256) {}

    static ObjectNode write(Model model, List<Entry> entries) {
        ObjectNode json = PlainJson.nodes().objectNode();
        json.put("format", FORMAT);
        json.put("pipeline", model.pipeline()).put("version", model.version());
        json.set("provenance", provenance(model.provenance()));
        json.set("metrics", PlainJson.node(model.metrics(), "metrics"));
        json.set("progress", PlainJson.node(model.progress(), "progress"));
        ArrayNode list = json.putArray("entries");
        entries.forEach(e ->
                list.addObject().put("name", e.name()).put("bytes", e.bytes()).put("sha256", e.sha256()));
        ArrayNode labels = json.putArray("labels");
        model.labels().forEach(labels::add);
        json.put("descriptor", model.descriptor());
        json.set("graph", GraphJson.write(model.graph()));
        return json;
    }

    private static ObjectNode provenance(Provenance p) {
        ObjectNode json = PlainJson.nodes().objectNode();
        json.put("created", p.created().toString());
        json.put("graft", p.graft())
                .put("jvm", p.jvm())
                .put("backend", p.backend())
                .put("seed", p.seed());
        ArrayNode bundles = json.putArray("bundles");
        p.bundles().forEach(b -> bundles.addObject()
                .put("name", b.name())
                .put("version", b.version())
                .put("sha256", b.sha256()));
        ArrayNode data = json.putArray("data");
        for (DataInfo d : p.data())
            data.addObject()
                    .put("part", d.part())
                    .put("file", d.file())
                    .put("bytes", d.bytes())
                    .put("rows", d.rows())
                    .put("sha256", d.sha256());
        return json;
    }

    /** The fields of a document, once its format is known to be one that is read. */
    static JsonFields open(byte[] utf8) {
        JsonNode node = PlainJson.parse(utf8, NAME);
        if (!node.isObject() || !node.path("format").isIntegralNumber())
            throw new Damage("model.json names no format: this is no Graft model");
        JsonNode format = node.get("format");
        if (format.bigIntegerValue().signum() <= 0)
            throw new Damage("model.json names the format " + format + ", which never was");
        if (!format.canConvertToInt() || format.intValue() > FORMAT)
            throw new Damage("made by a newer Graft (format " + format + ", this one reads " + FORMAT + ")");
        return new JsonFields(node, "");
    }

    static List<Entry> entries(JsonFields json) {
        return json.objects("entries", f -> new Entry(f.text("name"), f.longInteger("bytes"), f.text("sha256")));
    }

    static Provenance provenance(JsonFields json) {
        JsonFields p = json.object("provenance");
        return new Provenance(
                created(p),
                p.text("graft"),
                p.text("jvm"),
                p.text("backend"),
                p.longInteger("seed"),
                p.objects("bundles", b -> new BundleInfo(b.text("name"), b.text("version"), b.text("sha256"))),
                p.objects(
                        "data",
                        d -> new DataInfo(
                                d.text("part"),
                                d.text("file"),
                                d.longInteger("bytes"),
                                d.longInteger("rows"),
                                d.text("sha256"))));
    }

    private static Instant created(JsonFields provenance) {
        String text = provenance.text("created");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Damage("model.json: " + provenance.at("created") + " is '" + text + "', not a time", e);
        }
    }

    static int version(JsonFields json) {
        int version = json.integer("version");
        if (version < 0) throw new Damage("model.json: version is " + version);
        return version;
    }

    static Map<String, Object> metrics(JsonFields json) {
        return PlainJson.map(json.any("metrics"), "metrics");
    }

    static Model read(
            JsonFields json,
            Map<String, float[]> parameters,
            Map<String, float[]> optimizer,
            Map<String, String> state) {
        return new Model(
                json.text("pipeline"),
                version(json),
                json.text("descriptor"),
                GraphJson.read(json.object("graph")),
                json.texts("labels"),
                metrics(json),
                provenance(json),
                parameters,
                optimizer,
                state,
                PlainJson.map(json.any("progress"), "progress"));
    }
}
