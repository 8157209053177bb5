package io.graft.sources.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.Reader;

/** Opens streaming JSON parsers that leave nothing behind in threads or in the table of interned strings. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(4))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private Json() {}

    /** Parses a text. */
    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** Parses what a reader gives. */
    static JsonParser parser(Reader reader) throws IOException {
        return FACTORY.createParser(reader);
    }

    /** The line of a syntax error, counted from 1. */
    static long line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    }

    /** What is wrong, without the place and without a full stop. */
    static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage()).strip();
        int more = message.indexOf('\n');
        if (more >= 0) message = message.substring(0, more);
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
