package io.graft.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a row of a table that is written as a JSON object: {@code {"age":39,"job":"cook"}}. */
public final class CellsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CellsJson() {}

    /** Reads a row in UTF-8. */
    public static Input.Cells read(byte[] json) {
        return read(new String(json, StandardCharsets.UTF_8));
    }

    /**
     * Reads a row.
     *
     * @throws PipelineException of code BAD_DATA when it is none
     */
    public static Input.Cells read(String json) {
        Map<String, Object> cells = new LinkedHashMap<>();
        try (JsonParser p = JSON.createParser(json)) {
            if (p.nextToken() != JsonToken.START_OBJECT) throw noObject("", null);
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                String name = p.currentName();
                cells.put(name, cell(p, name));
            }
            if (p.currentToken() != JsonToken.END_OBJECT || p.nextToken() != null) throw noObject("", null);
            return new Input.Cells(cells);
        } catch (JsonProcessingException e) {
            throw noObject(": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw noObject(": " + e.getMessage(), e);
        }
    }

    private static Object cell(JsonParser p, String name) throws IOException {
        JsonToken token = p.nextToken();
        if (token == JsonToken.VALUE_NULL) return null;
        if (token == null || token.isStructStart())
            throw new PipelineException(
                    ErrorCode.BAD_DATA, "", "The column '" + name + "' is neither a number nor a text.");
        return token.isNumeric() ? (Object) p.getDoubleValue() : p.getText();
    }

    private static PipelineException noObject(String why, Throwable cause) {
        return new PipelineException(ErrorCode.BAD_DATA, "", "The row is no JSON object" + why + ".", cause);
    }
}
