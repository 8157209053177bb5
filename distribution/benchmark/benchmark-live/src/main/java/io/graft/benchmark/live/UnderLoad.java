package io.graft.benchmark.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * 200 swaps of all kinds while 16 connections ask: how many requests failed, how many answers were mixed, and what it did to the latency.
 *
 * <p>Half of them come one a quarter of a second, the others back to back, which on few cores is a load of its own.
 */
final class UnderLoad {
    private static final int SWAPS = 200;
    private static final int CONNECTIONS = 16;
    private static final int BACKEND_EVERY = 50;
    private static final int TURN = 25;
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(250);

    private UnderLoad() {}

    /** @param pauseMillis how long a connection rests after an answer, on average: none keeps every core busy, as a load tool does */
    static Map<String, Object> measure(
            GraftServer server, Words words, Editions plugin, Editions backend, int pauseMillis) throws Exception {
        Latencies without = new Latencies();
        Latencies paced = new Latencies();
        Latencies dense = new Latencies();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        List<Double> publish = new ArrayList<>();
        List<Path> jars = new ArrayList<>(); // made before, so that only the server's work is seen
        for (int i = 0; i < SWAPS; i++)
            jars.add(
                    i % BACKEND_EVERY == BACKEND_EVERY - 1
                            ? backend.edition(1000 + i)
                            : i % 4 < 2 ? plugin.edition(1000 + i) : null);
        int models = server.get("/api/v1/models/words").get("models").size();
        try (Load load = new Load(server, words.texts(), CONNECTIONS, pauseMillis)) {
            TimeUnit.SECONDS.sleep(10); // warm
            for (int i = 0; i < SWAPS; i++) {
                if (i % TURN == 0) { // in turns, so that both see the same machine
                    load.latencies();
                    TimeUnit.SECONDS.sleep(3);
                    without.addAll(load.latencies());
                }
                boolean pace = i / TURN % 4 < 2;
                long next = System.nanoTime() + PACE;
                JsonNode report;
                String kind;
                if (i % BACKEND_EVERY == BACKEND_EVERY - 1) {
                    kind = "backend class space";
                    report = server.plugin(jars.get(i));
                } else if (i % 4 < 2) {
                    kind = "tokenizer code";
                    report = server.plugin(jars.get(i));
                } else if (i % 4 == 2) {
                    kind = "settings";
                    report = server.post(
                            "/api/v1/pipelines/words/swap",
                            "{\"set\":[\"prepare.0.clean.lowercase=" + (i % 8 == 2) + "\"]}");
                } else {
                    kind = "model version";
                    report = server.post("/api/v1/pipelines/words/swap", "{\"model\":" + (1 + i / 4 % models) + "}");
                }
                kinds.merge(kind, 1, Integer::sum);
                JsonNode gate =
                        report.has("pipelines") ? report.get("pipelines").get(0) : report;
                if (!gate.get("outcome").asText().equals("PUBLISHED"))
                    throw new IllegalStateException("not published: " + report);
                publish.add(gate.get("milliseconds").get("publish").asDouble());
                if (pace) TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                (pace ? paced : dense).addAll(load.latencies());
                System.err.print("\rswap " + (i + 1) + " of " + SWAPS);
            }
            System.err.println();
            publish.sort(null);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("swaps", kinds);
            json.put("requestsDuringSwaps", paced.count() + dense.count());
            json.put("failed", load.failed.get());
            json.put("mixed", load.mixed.get());
            json.put("problems", load.problems);
            json.put(
                    "distinctGenerationsSeen",
                    load.answers.keySet().stream()
                            .map(k -> k.split("/")[0])
                            .distinct()
                            .count());
            json.put("without", without.json());
            json.put("fourASecond", paced.json());
            json.put("backToBack", dense.json());
            json.put("p99RatioFourASecond", paced.quantile(0.99) / without.quantile(0.99));
            json.put("p99RatioBackToBack", dense.quantile(0.99) / without.quantile(0.99));
            json.put("publishMillisecondsMax", publish.get(publish.size() - 1));
            return json;
        }
    }
}
