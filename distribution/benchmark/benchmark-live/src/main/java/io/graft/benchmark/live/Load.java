package io.graft.benchmark.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that ask without pause or with one, by the HTTP client of the JDK, and look at every answer: its status, that its three equal rows have equal scores, and
 * that all answers of one generation to one text are the same.
 */
final class Load implements AutoCloseable {
    private static final double ROUNDING = 1e-4;

    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger mixed = new AtomicInteger();
    final List<String> problems = java.util.Collections.synchronizedList(new ArrayList<>());
    final Map<String, double[]> answers = new ConcurrentHashMap<>();
    private volatile Latencies latencies = new Latencies();
    private volatile boolean over;
    private final List<Thread> threads = new ArrayList<>();

    Load(GraftServer server, List<String> texts, int connections, int pauseMillis) {
        for (int c = 0; c < connections; c++) {
            Thread thread = new Thread(() -> ask(server, texts, pauseMillis), "connection-" + c);
            threads.add(thread);
            thread.start();
        }
    }

    /** The latencies since the last call. */
    Latencies latencies() {
        Latencies seen = latencies;
        latencies = new Latencies();
        return seen;
    }

    private void ask(GraftServer server, List<String> texts, int pauseMillis) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(); // a connection of its own
        while (!over) {
            int text = ThreadLocalRandom.current().nextInt(texts.size());
            ObjectNode body = GraftServer.JSON.createObjectNode();
            ObjectNode input = body.putArray("inputs").addObject();
            input.put("name", "text").put("datatype", "BYTES").putArray("shape").add(3);
            input.putArray("data").add(texts.get(text)).add(texts.get(text)).add(texts.get(text));
            HttpRequest request = HttpRequest.newBuilder(server.uri("/v2/models/words/infer"))
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
            long begun = System.nanoTime();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                latencies.add(System.nanoTime() - begun);
                if (answer.statusCode() != 200) fail(answer.statusCode() + " " + answer.body());
                else look(text, GraftServer.JSON.readTree(answer.body()));
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                fail(e.toString());
            }
            if (pauseMillis > 0)
                try {
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(2 * pauseMillis));
                } catch (InterruptedException e) {
                    return;
                }
        }
    }

    private void fail(String what) {
        failed.incrementAndGet();
        if (problems.size() < 5) problems.add(what);
    }

    private void look(int text, JsonNode answer) {
        double[] scores = null;
        for (JsonNode output : answer.get("outputs"))
            if (output.get("name").asText().equals("scores")) {
                scores = new double[output.get("data").size()];
                for (int i = 0; i < scores.length; i++)
                    scores[i] = output.get("data").get(i).asDouble();
            }
        if (scores == null) {
            fail("no scores: " + answer);
            return;
        }
        int width = scores.length / 3;
        String key = answer.get("parameters").get("generation").asText() + "/"
                + answer.get("model_version").asText() + "/" + text;
        double[] first = answers.putIfAbsent(key, scores);
        for (int i = 0; i < scores.length; i++)
            if (Math.abs(scores[i] - scores[i % width]) > ROUNDING
                    || first != null && Math.abs(scores[i] - first[i]) > ROUNDING) {
                mixed.incrementAndGet();
                if (problems.size() < 5) problems.add("another answer of " + key);
                return;
            }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread t : threads) t.join();
    }
}
