package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import io.graft.pipeline.live.RefusedException;
import io.graft.plugins.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what went wrong. */
final class Failures {
    private static final System.Logger LOG = System.getLogger("io.graft.console");

    private Failures() {}

    /** The answer to a call that failed; what nobody expected is logged, and only its sentence told. */
    static Answer answer(Throwable failure) {
        if (!(failure instanceof PipelineException e)) {
            LOG.log(System.Logger.Level.ERROR, "A call of the admin REST failed", failure);
            if (failure instanceof InterruptedException) return interrupted();
            if (failure instanceof OutOfMemoryError)
                return new Answer(
                        507,
                        body(
                                ErrorCode.RESOURCE,
                                "",
                                "There is not enough memory for this; give the server more, e.g. GRAFT_OPTS=-Xmx8g."),
                        Map.of());
            return new Answer(
                    500, body(ErrorCode.INTERNAL, "", "Graft itself failed; the server's log says where."), Map.of());
        }
        int status = e instanceof Refusal r ? r.status() : status(e.code());
        if (status == 500) LOG.log(System.Logger.Level.ERROR, "A call of the admin REST failed", e);
        Map<String, Object> body = body(e.code(), e.at(), e.getMessage());
        if (e instanceof DescriptorException d) problems(body, d.problems());
        if (e instanceof RefusedException r && r.report() != null)
            body.put("report", r.report().json());
        if (e instanceof RejectedException r && r.report() != null)
            body.put("report", r.report().json());
        Map<String, String> headers = new HashMap<>();
        if (e instanceof Refusal r) headers.putAll(r.headers());
        if (status == 503) headers.putIfAbsent("Retry-After", "1");
        return new Answer(status, body, headers);
    }

    /** The answer to work that was cut off when the server ended. */
    static Answer interrupted() {
        return new Answer(
                503,
                body(ErrorCode.INTERRUPTED, "", "The server ends; this was not finished."),
                Map.of("Retry-After", "10"));
    }

    private static void problems(Map<String, Object> body, List<Problem> problems) {
        Problem first = problems.get(0);
        body.put(
                "error", problems.size() == 1 ? first.toString() : first + " (and " + (problems.size() - 1) + " more)");
        body.put("problems", problems.stream().map(Failures::problem).toList());
    }

    private static Map<String, Object> problem(Problem p) {
        Map<String, Object> json = body(p.code(), p.path(), p.sentence());
        json.put("file", p.file());
        json.put("line", p.line());
        return json;
    }

    static Map<String, Object> body(ErrorCode code, String at, String sentence) {
        return Answer.map("error", sentence, "code", code.name(), "at", at);
    }

    /** The HTTP status that belongs to a code. */
    static int status(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 401;
            case BUSY, REFUSED -> 409;
            case NOT_READY, OVERLOADED, INTERRUPTED -> 503;
            case TIMEOUT -> 504;
            case UNREACHABLE -> 502;
            default ->
                switch (code.fault()) {
                    case USER -> 400;
                    case PLUGIN -> 422;
                    case RESOURCE -> 507;
                    case PLATFORM -> 500;
                };
        };
    }
}
