package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.Map;
import java.util.TreeMap;

/** A call that is refused with an HTTP status of its own. */
final class Refusal extends PipelineException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers = new TreeMap<>();

    Refusal(int status, ErrorCode code, String at, String sentence) {
        super(code, at, sentence);
        this.status = status;
    }

    /** The same, and a header of the answer. */
    Refusal with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
