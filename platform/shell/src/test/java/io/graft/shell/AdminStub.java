package io.graft.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers as the admin REST does, with what a test gives it, and remembers what it was asked. */
final class AdminStub implements AutoCloseable {
    /** A call that came. */
    record Asked(String call, String token, String type, String body) {}

    private record Prepared(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Prepared>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    AdminStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers this call so; a second answer to the same call is for the second time, the last stays. */
    AdminStub when(String call, int status, String body) {
        answers.computeIfAbsent(call, c -> new ArrayDeque<>()).add(new Prepared(status, body.replace('\'', '"')));
        return this;
    }

    /** The calls so far, in order. */
    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(
                    call,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Deque<Prepared> prepared = answers.getOrDefault(call, new ArrayDeque<>());
            Prepared answer = prepared.size() > 1 ? prepared.poll() : prepared.peek();
            if (answer == null)
                answer = new Prepared(
                        404, "{\"error\":\"Nobody prepared " + call + "\",\"code\":\"NOT_FOUND\",\"at\":\"\"}");
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
