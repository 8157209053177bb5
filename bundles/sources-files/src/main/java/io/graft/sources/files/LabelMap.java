package io.graft.sources.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Renames or groups labels.
 *
 * <p>The file is a JSON object from label to name ({@code {"0": "spam"}}), a JSON object from group to its labels
 * ({@code {"banking": ["transfer", "balance"]}}), a JSON array of the names of 0, 1, 2 …, or plain text with those
 * names one a line.
 *
 * <p><b>Threading.</b> Immutable. <b>Errors.</b> BAD_DATA when the file is none of these, or puts one label into two
 * groups.
 */
final class LabelMap {
    /** Leaves labels as they are. */
    static final LabelMap NONE = new LabelMap("", null, Unmapped.KEEP);

    private final String file;
    private final Map<String, String> names;
    private final Unmapped unmapped;

    private LabelMap(String file, Map<String, String> names, Unmapped unmapped) {
        this.file = file;
        this.names = names;
        this.unmapped = unmapped;
    }

    /** Reads the map that the settings name, if they name one. */
    static LabelMap read(Optional<String> file, Unmapped unmapped, Context context) {
        return file.map(f -> of(f, context.text(f), unmapped)).orElse(NONE);
    }

    private static LabelMap of(String file, String text, Unmapped unmapped) {
        String content = text.strip();
        if (content.startsWith("\ufeff")) content = content.substring(1).strip();
        Map<String, String> names = new LinkedHashMap<>();
        if (content.startsWith("{") || content.startsWith("[")) {
            try (JsonParser json = Json.parser(content)) {
                if (json.nextToken() == JsonToken.START_ARRAY) array(file, json, names);
                else object(file, json, names);
                if (json.nextToken() != null) throw bad(file, "holds more than one JSON value");
            } catch (JsonProcessingException e) {
                throw bad(file, "is broken JSON at line " + Json.line(e) + ": " + Json.reason(e));
            } catch (IOException e) {
                throw bad(file, "cannot be read: " + e.getMessage());
            }
        } else {
            int index = 0;
            for (String line : content.lines().toList()) names.put(Integer.toString(index++), line.strip());
        }
        if (names.isEmpty() || content.isEmpty()) throw bad(file, "is empty");
        if (names.containsValue("")) throw bad(file, "gives an empty name to a label");
        return new LabelMap(file, names, unmapped);
    }

    private static void array(String file, JsonParser json, Map<String, String> names) throws IOException {
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            if (!json.currentToken().isScalarValue())
                throw bad(file, "must hold names, not lists or objects, in its array");
            names.put(Integer.toString(index), json.getText().strip());
        }
    }

    private static void object(String file, JsonParser json, Map<String, String> names) throws IOException {
        Boolean groups = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName().strip();
            boolean group = json.nextToken() == JsonToken.START_ARRAY;
            if (!group && !json.currentToken().isScalarValue())
                throw bad(file, "has an object at '" + key + "'; write a name, or a list of labels");
            if (groups != null && groups != group)
                throw bad(file, "mixes names and lists of labels; '" + key + "' is the first that differs");
            groups = group;
            if (group) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!json.currentToken().isScalarValue())
                        throw bad(file, "must list labels, not lists or objects, under '" + key + "'");
                    put(file, names, json.getText().strip(), key);
                }
            } else {
                put(file, names, key, json.getText().strip());
            }
        }
    }

    private static void put(String file, Map<String, String> names, String label, String name) {
        String other = names.put(label, name);
        if (other != null) throw bad(file, "gives the label '" + label + "' twice: '" + other + "' and '" + name + "'");
    }

    private static PipelineException bad(String file, String what) {
        return new PipelineException(ErrorCode.BAD_DATA, file, "The map of labels '" + file + "' " + what + ".");
    }

    /** The name of a label; null when its row is to be left out. */
    String name(String label) throws BadRow {
        if (names == null) return label;
        String name = names.get(label);
        if (name != null) return name;
        return switch (unmapped) {
            case KEEP -> label;
            case DROP -> null;
            case FAIL ->
                throw new BadRow("has the label '" + label + "', which the map of labels '" + file + "' does not know."
                        + NearestName.of(label, names.keySet())
                                .map(n -> " Did you mean '" + n + "'?")
                                .orElse("")
                        + " Add it, or set 'unmapped' to 'keep' or 'drop'");
        };
    }
}
