package io.graft.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON to and from plain values; nothing else is made of outside data. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A map, a list, a text, a number, true, false or null. */
    static Object read(byte[] bytes) throws IOException {
        return MAPPER.readValue(bytes, Object.class);
    }

    /** One line. */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(io.graft.training.Json.plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // maps, lists, texts and numbers only
        }
    }
}
