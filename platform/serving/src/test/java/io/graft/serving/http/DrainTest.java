package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.live.FakePipeline;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a server that is asked all the time. */
@Timeout(60)
class DrainTest {
    private static final String ASK = "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]}";
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private ServerFixture server;
    private FakePipeline tickets;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture("graft.drain.grace", "700ms");
        tickets = server.pipelines.add(FakePipeline.texts("tickets", 1, 1));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<byte[]> ask() {
        try {
            return server.post("/v2/models/tickets/infer", ASK);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Integer> drain() {
        CompletableFuture<Integer> drained = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        drained.complete(server.traffic.drain(AT_MOST));
                    } catch (InterruptedException e) {
                        drained.completeExceptionally(e);
                    }
                })
                .start();
        return drained;
    }

    private static String connection(HttpResponse<?> response) {
        return response.headers().firstValue("Connection").orElse("");
    }

    @Test
    void aDrainUnderLoadThatNeverStopsEndsAfterTheGraceTimeAndCutsNobodyOff() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> problems = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread client = new Thread(() -> {
                boolean refused = false;
                while (!over.get()) {
                    HttpResponse<byte[]> response;
                    boolean ends = server.traffic.draining();
                    try {
                        response = ask();
                    } catch (IllegalStateException e) {
                        problems.add(e.getCause().toString());
                        return;
                    }
                    asked.countDown();
                    if (response.statusCode() == 200 && !refused) answered.incrementAndGet();
                    else if (response.statusCode() != 503) problems.add("status " + response.statusCode());
                    refused |= response.statusCode() == 503;
                    if (ends && !connection(response).equals("close")) problems.add("it may keep the connection");
                    if (refused && response.headers().firstValue("Retry-After").isEmpty())
                        problems.add("it does not say when to come back");
                }
            });
            clients.add(client);
            client.start();
        }
        asked.await();
        long begun = System.nanoTime();
        assertEquals(0, server.traffic.drain(AT_MOST));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        int answeredInTime = answered.get();
        assertEquals(503, ask().statusCode());
        over.set(true);
        for (Thread client : clients) client.join();
        assertEquals(List.of(), List.copyOf(problems));
        assertTrue(took >= 700, "who sends requests had " + took + " ms to see it");
        assertTrue(took < 15_000, "but it came back after " + took + " ms");
        assertTrue(answeredInTime >= 8, answeredInTime + " answers");
    }

    @Test
    void whatHasBegunIsAnsweredAfterTheGraceTimeAndWhatIsNewIsRefused() throws Exception {
        tickets.gate = new CountDownLatch(1);
        CompletableFuture<HttpResponse<byte[]>> begun = CompletableFuture.supplyAsync(this::ask);
        while (tickets.entered.get() == 0) Thread.onSpinWait();
        CompletableFuture<Integer> drained = drain();
        HttpResponse<byte[]> late;
        do late = server.get("/v2/models/tickets");
        while (late.statusCode() == 200);
        assertEquals(503, late.statusCode());
        assertEquals("close", connection(late));
        assertEquals("1", late.headers().firstValue("Retry-After").orElse(""));
        assertEquals(
                InferenceServlet.ENDS, ServerFixture.json(late).get("error").asText());
        assertEquals("NOT_READY", ServerFixture.json(late).get("code").asText());
        assertEquals(200, server.get("/v2/health/live").statusCode(), "it lives while it ends");
        assertFalse(drained.isDone(), "one has no answer yet");
        tickets.gate.countDown();
        assertEquals(200, begun.get().statusCode());
        assertEquals(0, drained.get());
    }

    @Test
    void whenNobodyAsksItEndsAtOnceEvenIfItsHealthIsWatched() throws Exception {
        ask();
        long begun = System.nanoTime();
        CompletableFuture<Integer> drained = drain();
        while (!drained.isDone()) server.get("/v2/health/ready");
        assertEquals(0, drained.get());
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertTrue(took < 650, took + " ms");
    }

    @Test
    void aDrainWithLittleTimeLeavesHalfOfItToThoseThatHaveBegun() throws Exception {
        Traffic traffic = new Traffic(Duration.ofSeconds(5));
        assertTrue(traffic.begin());
        assertEquals(1, traffic.drain(Duration.ofMillis(100)));
        assertFalse(traffic.begin(), "it is closed");
        traffic.end();
        assertEquals(0, traffic.drain(Duration.ofMillis(100)), "a second drain finds it ended");
    }

    @Test
    void withoutGraceNoneIsLetInFromTheBeginning() throws Exception {
        assertEquals(
                Duration.ZERO,
                Settings.of(p -> p.equals("graft.drain.grace") ? "0s" : null).drainGrace());
        Traffic traffic = new Traffic(Duration.ZERO);
        assertEquals(0, traffic.drain(AT_MOST));
        assertFalse(traffic.begin());
    }
}
