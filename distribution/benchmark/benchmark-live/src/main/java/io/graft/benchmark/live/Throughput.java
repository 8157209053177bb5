package io.graft.benchmark.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests a second by wrk, in turns: an empty servlet, the pipeline with 32 connections, the pipeline with one. */
final class Throughput {
    private static final int ROUNDS = 5;
    private static final String SECONDS = "8s";

    private Throughput() {}

    static Map<String, Object> measure(GraftServer server, String pipeline, List<String> texts, Path folder)
            throws Exception {
        List<String> bodies = new ArrayList<>();
        for (String text : texts)
            bodies.add("{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":["
                    + GraftServer.JSON.writeValueAsString(text) + "]}]}");
        StringBuilder lua = new StringBuilder("local bodies = {\n");
        for (String body : bodies) lua.append("[==[").append(body).append("]==],\n");
        lua.append("}\nlocal i = 0\nrequest = function()\n  i = i % #bodies + 1\n")
                .append("  return wrk.format('POST', nil, nil, bodies[i])\nend\n");
        Path script = folder.resolve("wrk.lua");
        Files.writeString(script, lua);
        String empty = server.uri("/benchmark/empty").toString();
        String infer = server.uri("/v2/models/" + pipeline + "/infer").toString();
        for (int i = 0; i < 3; i++) { // warm
            wrk(script, 32, empty);
            wrk(script, 32, infer);
        }
        List<Map<String, Object>> rounds = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> round = new LinkedHashMap<>();
            Map<String, Object> most = wrk(script, 32, empty);
            Map<String, Object> all = wrk(script, 32, infer);
            round.put("empty", most);
            round.put("infer32", all);
            round.put("infer1", wrk(script, 1, infer));
            double ratio = (Double) all.get("requestsPerSecond") / (Double) most.get("requestsPerSecond");
            round.put("ratio", ratio);
            ratios.add(ratio);
            rounds.add(round);
        }
        ratios.sort(null);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", rounds);
        json.put("ratioMedian", ratios.get(ROUNDS / 2));
        return json;
    }

    private static Map<String, Object> wrk(Path script, int connections, String url)
            throws IOException, InterruptedException {
        Process p = new ProcessBuilder(
                        "wrk", "-t1", "-c" + connections, "-d" + SECONDS, "--latency", "-s", script.toString(), url)
                .redirectErrorStream(true)
                .start();
        String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (p.waitFor() != 0) throw new IOException("wrk: " + text);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requestsPerSecond", Double.parseDouble(first(text, "Requests/sec:\\s+([0-9.]+)")));
        json.put("p50", first(text, "\\s50%\\s+(\\d\\S*)"));
        json.put("p99", first(text, "\\s99%\\s+(\\d\\S*)"));
        Matcher errors = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)")
                .matcher(text);
        json.put("errors", errors.find() ? errors.group() : "none");
        return json;
    }

    private static String first(String text, String pattern) throws IOException {
        Matcher m = Pattern.compile(pattern).matcher(text);
        if (!m.find()) throw new IOException("wrk said: " + text);
        return m.group(1);
    }
}
