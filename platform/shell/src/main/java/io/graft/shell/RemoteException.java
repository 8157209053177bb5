package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;

/** A server refused a call. */
final class RemoteException extends PipelineException {
    private static final long serialVersionUID = 1;

    private final transient JsonNode body;

    RemoteException(ErrorCode code, JsonNode body) {
        super(code, body.path("at").asText(), body.path("error").asText());
        this.body = body;
    }

    /** What it answered. */
    JsonNode body() {
        return body;
    }
}
