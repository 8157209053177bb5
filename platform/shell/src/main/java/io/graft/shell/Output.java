package io.graft.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.graft.training.Json;
import java.io.PrintStream;

/**
 * Where a command writes: its result on standard output, all else on standard error.
 *
 * @param out the result
 * @param err progress, warnings and errors
 * @param json whether the result is one JSON document
 * @param quiet whether progress is left out
 * @param terminal whether a person sees standard error as it is written
 */
record Output(PrintStream out, PrintStream err, boolean json, boolean quiet, boolean terminal) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    /** Prints a line of the result. */
    void line(String text) {
        out.println(text);
    }

    /** Tells something that is not the result. */
    void note(String text) {
        if (!quiet) err.println(text);
    }

    /** Prints the result as a JSON document. */
    void document(Object value) {
        try {
            out.println(PRETTY.writeValueAsString(Json.plain(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // maps, lists, strings and numbers only
        }
    }

    /** Values as a JSON tree. */
    static JsonNode node(Object value) {
        return MAPPER.valueToTree(Json.plain(value));
    }

    /** One JSON value in one line. */
    static String compact(Object value) {
        try {
            return MAPPER.writeValueAsString(Json.plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // maps, lists, strings and numbers only
        }
    }
}
