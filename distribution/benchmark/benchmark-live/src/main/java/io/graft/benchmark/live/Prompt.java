package io.graft.benchmark.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How soon: a jar dropped until the answers are new; a swap of a tokenizer with the gate off. */
final class Prompt {
    private static final int DROPS = 21;
    private static final int SWAPS = 51;

    private Prompt() {}

    static Map<String, Object> measure(GraftServer server, Words words, Editions plugin, Path deploy) throws Exception {
        String text = words.texts().get(0);
        List<Double> drops = new ArrayList<>();
        Path target = deploy.resolve("words.jar");
        for (int i = 0; i < DROPS; i++) {
            Path jar = plugin.edition(100_000 + i);
            int before = generation(server, text);
            long begun = System.nanoTime();
            Files.copy(
                    jar,
                    target,
                    StandardCopyOption.REPLACE_EXISTING); // a plain copy, which the server must see through
            while (generation(server, text) == before)
                if (System.nanoTime() - begun > 30e9) throw new IOException("nothing new within 30 s of the drop");
            if (i > 0) drops.add((System.nanoTime() - begun) / 1e6); // the first one only makes it the folder's
            Files.delete(jar);
        }
        List<Double> prepare = new ArrayList<>();
        List<Double> publish = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        for (int i = 0; i < SWAPS; i++) {
            String tokenizer = i % 2 == 0 ? "unicode-words" : "benchmark-words";
            long begun = System.nanoTime();
            JsonNode report = server.post(
                    "/api/v1/pipelines/words/swap?gate=false", "{\"set\":[\"prepare.1=" + tokenizer + "\"]}");
            whole.add((System.nanoTime() - begun) / 1e6);
            JsonNode took = report.get("milliseconds");
            prepare.add(took.get("prepare").asDouble());
            publish.add(took.get("publish").asDouble());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dropToNewAnswerMillis", summary(drops));
        json.put("tokenizerSwapGateOffMillis", summary(whole));
        json.put("ofThatPrepare", summary(prepare));
        json.put("ofThatPublish", summary(publish));
        return json;
    }

    private static Map<String, Double> summary(List<Double> values) {
        values.sort(null);
        Map<String, Double> json = new LinkedHashMap<>();
        json.put("median", values.get(values.size() / 2));
        json.put("max", values.get(values.size() - 1));
        return json;
    }

    static int generation(GraftServer server, String text) throws IOException, InterruptedException {
        String body = "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":["
                + GraftServer.JSON.writeValueAsString(text) + "]}]}";
        HttpResponse<String> answer = server.http.send(
                HttpRequest.newBuilder(server.uri("/v2/models/words/infer"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(answer.body());
        return GraftServer.JSON
                .readTree(answer.body())
                .get("parameters")
                .get("generation")
                .asInt();
    }
}
