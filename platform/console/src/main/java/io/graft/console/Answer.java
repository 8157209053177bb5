package io.graft.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param status the HTTP status
 * @param body as JSON values
 * @param headers besides those that every answer has
 */
record Answer(int status, Object body, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    /** What was asked for. */
    static Answer ok(Object body) {
        return new Answer(200, body, Map.of());
    }

    /** Something that is there anew. */
    static Answer created(Object body, String location) {
        return new Answer(201, body, Map.of("Location", location));
    }

    /** Work that goes on. */
    static Answer accepted(Object body, String location) {
        return new Answer(202, body, Map.of("Location", location));
    }

    /** A map in the order written. */
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
