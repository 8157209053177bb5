package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.PipelineException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One request and its answer, which is given once: by whoever comes first, the one who computes it or the one who watches the time.
 *
 * <p><b>Threading.</b> {@link #claim} decides who answers; only that one touches the response.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class.getName());

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Traffic traffic;
    private final boolean counted;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile AsyncContext async;

    /** An exchange; when it is counted, its end is told to the traffic. */
    Exchange(HttpServletRequest request, HttpServletResponse response, Traffic traffic, boolean counted) {
        this.request = request;
        this.response = response;
        this.traffic = traffic;
        this.counted = counted;
    }

    HttpServletRequest request() {
        return request;
    }

    /** Leaves the thread that brought the request: the answer is given by another. */
    void detach() {
        if (async != null) return;
        AsyncContext begun = request.startAsync(request, response);
        begun.setTimeout(0); // the time is watched for all requests together
        async = begun;
    }

    boolean detached() {
        return async != null;
    }

    /** Whether it has been answered, or is being answered. */
    boolean answered() {
        return claimed.get();
    }

    /** Whether the caller is the one to answer. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Answers, after {@link #claim}. */
    void answer(int status, String type, Bytes body) {
        try {
            send(status, type, body);
        } finally {
            end();
        }
    }

    /**
     * Answers with tensors, after {@link #claim}.
     *
     * @param header how long the JSON is when binary data follow it, else -1
     */
    void answerTensors(Bytes body, int header) {
        if (header < 0) {
            answer(200, "application/json", body);
            return;
        }
        response.setHeader("Inference-Header-Content-Length", Integer.toString(header));
        answer(200, "application/octet-stream", body);
    }

    /** Answers without a body, after {@link #claim}. */
    void answerEmpty(int status) {
        try {
            send(status, null, null);
        } finally {
            end();
        }
    }

    /** Answers with an error, after {@link #claim}. */
    void refuse(PipelineException failure, JsonFactory json, Bytes.Pool pool) {
        int status = Refusal.status(failure);
        if (status >= 500 && status != 503 && status != 504)
            LOG.log(Level.WARNING, failure.getMessage(), failure.getCause());
        if (status == 503) response.setHeader("Retry-After", "1");
        // what was not read of the request would be taken for the next one
        if (status == 408 || status == 413 || status == 504) response.setHeader("Connection", "close");
        if (failure instanceof Refusal r && !r.allow().isEmpty()) response.setHeader("Allow", r.allow());
        Bytes body = pool.take();
        try {
            write(failure, json, body);
            answer(status, "application/json", body);
        } finally {
            pool.give(body);
        }
    }

    private static void write(PipelineException failure, JsonFactory json, Bytes body) {
        try (JsonGenerator g = json.createGenerator(body)) {
            g.writeStartObject();
            g.writeStringField("error", failure.getMessage());
            g.writeStringField("code", failure.code().name());
            g.writeStringField("at", failure.at());
            g.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError("memory failed", e);
        }
    }

    private void send(int status, String type, Bytes body) {
        try {
            if (traffic.draining()) response.setHeader("Connection", "close");
            response.setStatus(status);
            if (type != null) response.setContentType(type);
            response.setContentLength(body == null ? 0 : body.size());
            if (body != null) response.getOutputStream().write(body.array(), 0, body.size());
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.FINE, "A client went away before its answer.", e);
        }
    }

    private void end() {
        AsyncContext begun = async;
        if (counted) traffic.end();
        try {
            if (begun != null) begun.complete();
            // a thread may still be held by what was given up: the answer goes out without it
            else response.getOutputStream().close();
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.FINE, "A client went away before its answer.", e);
        }
    }
}
