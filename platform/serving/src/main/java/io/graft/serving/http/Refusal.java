package io.graft.serving.http;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;

/** A request that is answered with an error: what {@link PipelineException} says, and the status and headers that belong to HTTP. */
final class Refusal extends PipelineException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String allow;

    private Refusal(int status, ErrorCode code, String at, String sentence, String allow, Throwable cause) {
        super(code, at, sentence, cause);
        this.status = status;
        this.allow = allow;
    }

    static Refusal bad(String at, String sentence) {
        return new Refusal(400, ErrorCode.BAD_CALL, at, sentence, "", null);
    }

    static Refusal badJson(String sentence, Throwable cause) {
        return new Refusal(400, ErrorCode.BAD_CALL, "", sentence, "", cause);
    }

    static Refusal badData(String at, String sentence) {
        return new Refusal(400, ErrorCode.BAD_DATA, at, sentence, "", null);
    }

    static Refusal shape(String at, String sentence) {
        return new Refusal(400, ErrorCode.SHAPE_MISMATCH, at, sentence, "", null);
    }

    static Refusal type(String at, String sentence) {
        return new Refusal(400, ErrorCode.TYPE_MISMATCH, at, sentence, "", null);
    }

    static Refusal forbidden(String sentence) {
        return new Refusal(403, ErrorCode.FORBIDDEN, "", sentence, "", null);
    }

    static Refusal notFound(String sentence) {
        return new Refusal(404, ErrorCode.NOT_FOUND, "", sentence, "", null);
    }

    static Refusal method(String method, String allow) {
        return new Refusal(
                405, ErrorCode.BAD_CALL, "", "This address takes " + allow + ", not " + method + ".", allow, null);
    }

    static Refusal slow(String sentence) {
        return new Refusal(408, ErrorCode.TIMEOUT, "", sentence, "", null);
    }

    static Refusal tooLarge(String sentence) {
        return new Refusal(413, ErrorCode.BAD_CALL, "", sentence, "", null);
    }

    static Refusal encoding(String sentence) {
        return new Refusal(415, ErrorCode.BAD_CALL, "", sentence, "", null);
    }

    static Refusal full(String sentence) {
        return new Refusal(503, ErrorCode.OVERLOADED, "", sentence, "", null);
    }

    static Refusal late(String sentence) {
        return new Refusal(504, ErrorCode.TIMEOUT, "", sentence, "", null);
    }

    /** Any failure as something to answer with. */
    static PipelineException of(Throwable failure, String doing) {
        if (failure instanceof PipelineException e) return e;
        String said = failure.getMessage() == null ? "" : ": " + failure.getMessage();
        String sentence = doing + " failed with " + failure.getClass().getSimpleName() + said + ".";
        // a class that is missing or does not fit is a plug-in's, as everything else is linked when Graft is built
        ErrorCode code = failure instanceof LinkageError ? ErrorCode.PLUGIN_FAILED : ErrorCode.INTERNAL;
        return new PipelineException(code, "", sentence, failure);
    }

    /** The status that a failure is answered with. */
    static int status(PipelineException failure) {
        if (failure instanceof Refusal r) return r.status;
        return switch (failure.code()) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case BUSY, REFUSED -> 409;
            case NOT_READY, OVERLOADED, PLUGIN_UNAVAILABLE, RESOURCE, INTERRUPTED -> 503;
            case TIMEOUT -> 504;
            default -> failure.code().fault() == ErrorCode.Fault.USER ? 400 : 500;
        };
    }

    /** The methods that would be right, for a wrong one; else empty. */
    String allow() {
        return allow;
    }
}
