package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.live.FakePipeline;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that come while others are computed are computed together. */
@Timeout(60)
class BatchingTest {
    private ServerFixture server;
    private FakePipeline tickets;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture("graft.http.queue", "20", "graft.http.runners", "1", "graft.http.timeout", "10s");
        tickets = server.pipelines.add(FakePipeline.texts("tickets", 1, 1));
    }

    @AfterEach
    void stop() throws Exception {
        tickets.gate = null;
        server.close();
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(String... texts) {
        return ask("", texts);
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(String parameters, String[] texts) {
        String json = "{" + parameters + "\"inputs\":[{\"name\":\"text\",\"shape\":[" + texts.length
                + "],\"datatype\":\"BYTES\",\"data\":[\"" + String.join("\",\"", texts) + "\"]}]}";
        return server.client.sendAsync(
                HttpRequest.newBuilder(server.uri("/v2/models/tickets/infer"))
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) Thread.onSpinWait();
    }

    private int queued() {
        return server.inference.queuedRows("tickets");
    }

    private static String label(HttpResponse<byte[]> response) throws Exception {
        return ServerFixture.json(response).at("/outputs/0/data/0").asText();
    }

    /** A request that holds the only runner until the gate opens. */
    private CompletableFuture<HttpResponse<byte[]>> hold() {
        tickets.gate = new CountDownLatch(1);
        int before = tickets.entered.get();
        CompletableFuture<HttpResponse<byte[]>> held = ask("a");
        await(() -> tickets.entered.get() > before);
        return held;
    }

    @Test
    void aSingleClientIsComputedAtOnceAndAlone() throws Exception {
        for (int i = 0; i < 5; i++) assertEquals(200, ask("abc").get().statusCode());
        assertEquals(List.of(1, 1, 1, 1, 1), tickets.batches);
    }

    @Test
    void requestsThatWaitAreComputedTogetherUpToTheBatchsSizeAndEachGetsItsOwnAnswer() throws Exception {
        assertEquals(200, ask("first").get().statusCode()); // the size of a batch is known from the first answer on
        CompletableFuture<HttpResponse<byte[]>> held = hold();
        List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(ask("x".repeat(i)));
            int rows = i + 1;
            await(() -> queued() == rows);
        }
        tickets.gate.countDown();
        assertEquals("technical", label(held.get()));
        String[] labels = {"billing", "technical", "größer"};
        for (int i = 0; i < 10; i++)
            assertEquals(labels[i % 3], label(waiting.get(i).get()));
        assertEquals(List.of(1, 1, 8, 2), tickets.batches);
    }

    @Test
    void aFullQueueIsRefusedAndEmptiesAgain() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> held = hold();
        CompletableFuture<HttpResponse<byte[]>> waiting = ask("x ".repeat(20).split(" "));
        await(() -> queued() == 20);
        HttpResponse<byte[]> refused = ask("one more").get();
        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
        assertEquals("OVERLOADED", ServerFixture.json(refused).get("code").asText());
        tickets.gate.countDown();
        assertEquals(200, held.get().statusCode());
        assertEquals(200, waiting.get().statusCode());
        assertEquals(200, ask("one more").get().statusCode());
    }

    @Test
    void aRequestThatWaitsTooLongIsAnswered504AndGivesItsPlaceBack() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> held = hold();
        HttpResponse<byte[]> late = ask("\"parameters\":{\"timeout\":100000},", new String[] {"late"})
                .get(8, TimeUnit.SECONDS);
        assertEquals(504, late.statusCode());
        assertEquals(0, queued());
        tickets.gate.countDown();
        assertEquals(200, held.get().statusCode());
        assertEquals(List.of(1), tickets.batches, "what is too late is not computed");
    }

    @Test
    void aRunnerThatHangsInAPlugInIsGivenUpAndThePipelineAnswersOn() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        tickets.gate = hanging;
        CompletableFuture<HttpResponse<byte[]>> hangs =
                ask("\"parameters\":{\"timeout\":200000},", new String[] {"hangs"});
        assertEquals(504, hangs.get(8, TimeUnit.SECONDS).statusCode());
        tickets.gate = null; // as after a swap away from the plug-in
        assertEquals(200, ask("next").get(8, TimeUnit.SECONDS).statusCode());
        hanging.countDown();
        for (int i = 0; i < 20; i++)
            assertEquals(200, ask("after " + i).get(8, TimeUnit.SECONDS).statusCode());
    }

    @Test
    void aBadRequestDoesNotSpoilThoseItIsComputedWith() throws Exception {
        assertEquals(200, ask("first").get().statusCode());
        for (String bad : new String[] {"!batch", "!link", "!row"}) {
            CompletableFuture<HttpResponse<byte[]>> held = hold();
            CompletableFuture<HttpResponse<byte[]>> good = ask("good");
            await(() -> queued() == 1);
            CompletableFuture<HttpResponse<byte[]>> broken = ask(bad);
            await(() -> queued() == 2);
            tickets.gate.countDown();
            assertEquals(200, held.get().statusCode());
            assertEquals(500, broken.get().statusCode(), bad);
            assertEquals("technical", label(good.get()), bad);
        }
    }

    @Test
    void anotherGenerationAnswersTheNextBatchAndSaysSo() throws Exception {
        assertEquals(1, generation(ask("a").get()));
        tickets.face = FakePipeline.texts("tickets", 2, 9);
        HttpResponse<byte[]> response = ask("a").get();
        assertEquals(2, generation(response));
        assertEquals("9", ServerFixture.json(response).get("model_version").asText());
    }

    private static int generation(HttpResponse<byte[]> response) throws Exception {
        return ServerFixture.json(response).at("/parameters/generation").asInt();
    }

    @Test
    void theSeriesOfOldGenerationsGo() throws Exception {
        for (int generation = 1; generation <= 8; generation++) {
            tickets.face = FakePipeline.texts("tickets", generation, 1);
            ask("a").get();
        }
        long series = server.metrics.registry().scrape().stream()
                .filter(m -> m.getMetadata().getName().equals("graft_requests"))
                .mapToLong(m -> m.getDataPoints().size())
                .sum();
        assertEquals(Metrics.KEPT, series);
        server.inference.forget("tickets");
        assertTrue(server.metrics.registry().scrape().stream()
                .filter(m -> m.getMetadata().getName().equals("graft_requests"))
                .allMatch(m -> m.getDataPoints().isEmpty()));
    }

    @Test
    void manyClientsAtATimeAreAllAnsweredRight() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        int refused = 0;
        String[] labels = {"billing", "technical", "größer"};
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 16; i++) all.add(ask("y".repeat(i)));
            for (int i = 0; i < 16; i++) {
                HttpResponse<byte[]> response = all.get(i).get();
                if (response.statusCode() == 503) refused++;
                else assertEquals(labels[i % 3], label(response));
            }
            all.clear();
        }
        assertEquals(0, refused);
        await(() -> server.traffic.running() == 0);
    }
}
