package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.Face;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The addresses under {@code /v2}: the Open Inference Protocol with Triton's extensions. */
final class InferenceServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    static final String ENDS = "The server is about to end.";

    private final transient Inference inference;
    private final transient BodyReader bodies;
    private final transient ModelPages pages;
    private final transient Predicate<HttpServletRequest> mayOperate;
    private final transient Supplier<Optional<String>> notReady;

    /**
     * The addresses.
     *
     * @param version the server's version
     * @param mayOperate who may load and unload
     * @param notReady why the server is not ready, when it is not
     */
    InferenceServlet(
            Inference inference,
            String version,
            Predicate<HttpServletRequest> mayOperate,
            Supplier<Optional<String>> notReady) {
        this.inference = inference;
        bodies = new BodyReader(inference);
        pages = new ModelPages(inference, version);
        this.mayOperate = mayOperate;
        this.notReady = notReady;
    }

    /** Writes the JSON of an answer. */
    private interface Page {
        void write(JsonGenerator g) throws IOException;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        long since = System.nanoTime();
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        boolean probe = path.startsWith("/health/"); // who watches the server must not keep it from ending
        boolean admitted = !probe && inference.traffic().begin();
        Exchange exchange = new Exchange(request, response, inference.traffic(), admitted);
        try {
            if (!probe && !admitted) throw new PipelineException(ErrorCode.NOT_READY, "", ENDS);
            route(exchange, path, since);
        } catch (IOException | RuntimeException | LinkageError e) {
            inference.refuse(exchange, "", Refusal.of(e, "The request"));
        }
    }

    private void route(Exchange exchange, String path, long since) throws IOException {
        if (path.startsWith("/models/")) {
            model(exchange, path.substring("/models/".length()), since);
            return;
        }
        switch (path) {
            case "", "/" -> get(exchange, pages::server);
            case "/health/live" -> get(exchange, g -> live(g));
            case "/health/ready" -> ready(exchange);
            case "/repository/index" -> index(exchange);
            default -> {
                if (path.startsWith("/repository/models/"))
                    operate(exchange, path.substring("/repository/models/".length()));
                else throw unknown(exchange);
            }
        }
    }

    private static Refusal unknown(Exchange exchange) {
        return Refusal.notFound(
                "There is nothing at " + exchange.request().getRequestURI()
                        + "; the inference protocol has /v2, /v2/health/live, /v2/health/ready, /v2/models/NAME and /v2/repository/index.");
    }

    /** {@code NAME[/versions/V][/infer|/ready|/config|/stats]}. */
    private void model(Exchange exchange, String path, long since) throws IOException {
        int end = path.indexOf('/');
        String name = end < 0 ? path : path.substring(0, end);
        String rest = end < 0 ? "" : path.substring(end);
        if (rest.isEmpty() && name.equals("stats")) {
            get(exchange, g -> pages.statistics(g, Optional.empty()));
            return;
        }
        int version = 0;
        if (rest.startsWith("/versions/")) {
            int from = "/versions/".length();
            end = rest.indexOf('/', from);
            version = version(name, end < 0 ? rest.substring(from) : rest.substring(from, end));
            rest = end < 0 ? "" : rest.substring(end);
        }
        if (rest.equals("/infer")) {
            infer(exchange, name, version, since);
            return;
        }
        int asked = version;
        switch (rest) {
            case "", "/" -> about(exchange, name, asked, pages::metadata);
            case "/ready" -> about(exchange, name, asked, pages::ready);
            case "/config" -> about(exchange, name, asked, pages::config);
            case "/stats" -> about(exchange, name, asked, (g, face) -> pages.statistics(g, Optional.of(face)));
            default -> throw unknown(exchange);
        }
    }

    private static int version(String name, String text) {
        try {
            int version = Integer.parseInt(text);
            if (version > 0) return version;
        } catch (NumberFormatException e) {
            // no version either
        }
        throw Refusal.notFound("'" + text + "' is no version of '" + name + "'; versions are numbers from 1.");
    }

    private void infer(Exchange exchange, String name, int version, long since) {
        check(exchange, "POST");
        bodies.read(
                exchange, name, body -> inference.infer(exchange, name, version, body, header(exchange, body), since));
    }

    /** How long the JSON at the head of a body is. */
    private static int header(Exchange exchange, Bytes body) {
        String text = exchange.request().getHeader("Inference-Header-Content-Length");
        if (text == null) return body.size();
        try {
            int length = Integer.parseInt(text.strip());
            if (length >= 0 && length <= body.size()) return length;
        } catch (NumberFormatException e) {
            // refused below
        }
        throw Refusal.bad(
                "Inference-Header-Content-Length",
                "Inference-Header-Content-Length is '" + text + "'; it must be the length of the JSON, at most the "
                        + body.size() + " bytes of the body.");
    }

    private interface AboutModel {
        void write(JsonGenerator g, Face face) throws IOException;
    }

    private void about(Exchange exchange, String name, int version, AboutModel page) throws IOException {
        checkGet(exchange);
        Face face = pages.face(name, version);
        write(exchange, 200, g -> page.write(g, face));
    }

    private static void live(JsonGenerator g) throws IOException {
        g.writeStartObject();
        g.writeBooleanField("live", true);
        g.writeEndObject();
    }

    private void ready(Exchange exchange) throws IOException {
        checkGet(exchange);
        Optional<String> reason = notReady.get();
        if (reason.isPresent()) throw new PipelineException(ErrorCode.NOT_READY, "", reason.get());
        write(exchange, 200, g -> {
            g.writeStartObject();
            g.writeBooleanField("ready", true);
            g.writeEndObject();
        });
    }

    private void index(Exchange exchange) {
        check(exchange, "POST");
        bodies.read(exchange, "", body -> {
            boolean ready = inference.parser().flag(body.array(), body.size(), "ready");
            write(exchange, 200, g -> pages.index(g, ready));
        });
    }

    /** {@code NAME/load|unload}. */
    private void operate(Exchange exchange, String path) {
        int end = path.lastIndexOf('/');
        String action = path.substring(end + 1);
        if (end <= 0 || !(action.equals("load") || action.equals("unload"))) throw unknown(exchange);
        check(exchange, "POST");
        if (!inference.settings().dev() && !mayOperate.test(exchange.request()))
            throw Refusal.forbidden("Loading and unloading need an operator's token: Authorization: Bearer TOKEN.");
        String name = path.substring(0, end);
        bodies.read(exchange, name, body -> {
            checkNoConfig(body);
            if (!exchange.detached()) exchange.detach();
            inference.execute(() -> operate(exchange, name, action.equals("load")));
        });
    }

    private void checkNoConfig(Bytes body) {
        if (inference.parser().has(body.array(), body.size(), "parameters", "config"))
            throw Refusal.bad(
                    "parameters.config",
                    "A pipeline is configured by its descriptor: PATCH /api/v1/pipelines/NAME, or graft swap.");
    }

    private void operate(Exchange exchange, String name, boolean load) {
        try {
            if (load) inference.pipelines().load(name);
            else inference.pipelines().unload(name);
            if (exchange.claim()) exchange.answerEmpty(200);
        } catch (RuntimeException | LinkageError e) {
            inference.refuse(exchange, name, Refusal.of(e, (load ? "Loading '" : "Unloading '") + name + "'"));
        }
    }

    private void get(Exchange exchange, Page page) throws IOException {
        checkGet(exchange);
        write(exchange, 200, page);
    }

    private static void checkGet(Exchange exchange) {
        if (!exchange.request().getMethod().equals("HEAD")) check(exchange, "GET");
    }

    private static void check(Exchange exchange, String method) {
        if (!exchange.request().getMethod().equals(method))
            throw Refusal.method(exchange.request().getMethod(), method);
    }

    private void write(Exchange exchange, int status, Page page) {
        Bytes body = inference.pool().take();
        try {
            try (JsonGenerator g = inference.json().createGenerator(body)) {
                page.write(g);
            } catch (IOException e) {
                throw new AssertionError("memory failed", e);
            }
            if (exchange.claim()) exchange.answer(status, "application/json", body);
        } finally {
            inference.pool().give(body);
        }
    }
}
