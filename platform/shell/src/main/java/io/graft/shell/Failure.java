package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells people what went wrong, and programs by the exit code. */
record Failure(Output output) {

    /** Prints the sentence and gives the exit code. */
    int tell(Throwable e) {
        if (e instanceof DescriptorException d) return problems(d.problems());
        if (e instanceof RemoteException r) return tell(r, "");
        if (e instanceof PipelineException p) {
            if (output.json()) output.document(json(p.code(), p.at(), p.getMessage()));
            sentence(p);
            if (p.code().fault() == ErrorCode.Fault.PLATFORM) log(e);
            else System.getLogger(Failure.class.getName()).log(Logger.Level.DEBUG, "the cause", e);
            return exitCode(p.code());
        }
        String sentence = e instanceof OutOfMemoryError
                ? "There is not enough memory: " + e.getMessage()
                        + ". Give the Java process more, e.g. GRAFT_OPTS=-Xmx8g."
                : "Graft itself failed: " + e + ". Please report it with the lines below.";
        if (output.json()) output.document(json(ErrorCode.INTERNAL, "", sentence));
        output.err().println(sentence);
        log(e);
        return 1;
    }

    private static void log(Throwable e) {
        System.getLogger(Failure.class.getName()).log(Logger.Level.ERROR, "details", e);
    }

    /**
     * Prints what a server refused, as if it had been refused here.
     *
     * @param file the file that was sent, by the name that the caller gave it; empty for none
     */
    int tell(RemoteException e, String file) {
        JsonNode body = e.body();
        if (output.json()) output.document(body);
        else if (body.has("report")) new ReportView(output).measured(body.get("report"));
        if (!body.has("problems")) {
            sentence(e);
            return exitCode(e.code());
        }
        List<Problem> problems = new ArrayList<>();
        for (JsonNode p : body.get("problems"))
            problems.add(new Problem(
                    Remote.code(400, p.path("code").asText()),
                    file.isEmpty() ? p.path("file").asText() : file,
                    p.path("line").asInt(),
                    p.path("at").asText(),
                    p.path("error").asText()));
        problems.forEach(p -> output.err().println(p));
        return exitCode(problems);
    }

    private void sentence(PipelineException p) {
        output.err()
                .println((p.at().isEmpty() || p.getMessage().contains(p.at()) ? "" : p.at() + ": ") + p.getMessage());
    }

    /** Prints what is wrong with a descriptor, all at once. */
    int problems(List<Problem> problems) {
        if (output.json()) {
            Map<String, Object> json = json(
                    problems.get(0).code(),
                    problems.get(0).path(),
                    problems.get(0).sentence());
            json.put("problems", problems.stream().map(Failure::json).toList());
            output.document(json);
        }
        problems.forEach(p -> output.err().println(p));
        return exitCode(problems);
    }

    private static int exitCode(List<Problem> problems) {
        return problems.stream().mapToInt(p -> exitCode(p.code())).max().orElse(2) == 3
                ? 3
                : exitCode(problems.get(0).code()) == 1 ? 1 : 2;
    }

    private static Map<String, Object> json(Problem p) {
        Map<String, Object> json = json(p.code(), p.path(), p.sentence());
        json.put("file", p.file());
        json.put("line", p.line());
        return json;
    }

    private static Map<String, Object> json(ErrorCode code, String at, String sentence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", sentence);
        json.put("code", code.name());
        json.put("at", at);
        return json;
    }

    /** 1 the work failed, 2 wrong call or descriptor, 3 a plug-in is missing or broken, 4 the server cannot be reached, 130 interrupted. */
    static int exitCode(ErrorCode code) {
        return switch (code) {
            case BAD_DESCRIPTOR,
                    UNKNOWN_KEY,
                    BAD_SETTING,
                    UNKNOWN_COMPONENT,
                    WRONG_KIND,
                    TYPE_MISMATCH,
                    SHAPE_MISMATCH,
                    NOT_FOUND,
                    BAD_CALL,
                    FORBIDDEN -> 2;
            case BAD_DATA, DIVERGED, BUSY, BAD_MODEL, REFUSED, NOT_READY, OVERLOADED, TIMEOUT, RESOURCE, INTERNAL -> 1;
            case DUPLICATE_COMPONENT, PLUGIN_UNAVAILABLE, PLUGIN_FAILED, PLUGIN_REJECTED, UNSUPPORTED -> 3;
            case UNREACHABLE -> 4;
            case INTERRUPTED -> 130;
        };
    }
}
