package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.RefusedException;
import io.graft.pipeline.live.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsTest {
    @TempDir
    Path home;

    private static Report held(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new PipelineException(ErrorCode.INTERRUPTED, "", "Interrupted.", e);
        }
        return FakePipelines.report(1, 2, Report.Outcome.PUBLISHED);
    }

    @Test
    void asynchronousWorkIsAResourceWithProgressAndItsResult() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            CountDownLatch hold = new CountDownLatch(1);
            server.pipelines.instead = () -> held(hold);
            TestServer.Got got = server.call("POST", "/pipelines/tickets/swap?async=true");
            assertEquals(202, got.status());
            String where = got.header("Location").substring("/api/v1".length());
            assertEquals("/jobs/" + got.json().get("id"), where);
            Await.until("it has begun", () -> server.pipelines.calls.size() == 1);
            server.pipelines.tell("Halfway.");
            Map<?, ?> running = server.call("GET", where).json();
            assertEquals("RUNNING", running.get("state"));
            assertEquals("Halfway.", running.get("progress"));
            assertEquals("POST /api/v1/pipelines/tickets/swap?async=true", running.get("what"));
            assertFalse(running.containsKey("ended"));
            hold.countDown();
            Await.until("it is done", () -> state(server, where).equals("DONE"));
            Map<?, ?> done = server.call("GET", where).json();
            assertEquals("PUBLISHED", ((Map<?, ?>) done.get("result")).get("outcome"));
            assertEquals("Generation 2 serves.", done.get("progress"));
            assertTrue(done.containsKey("ended"));
            assertEquals(List.of(done), server.call("GET", "/jobs").json().get("jobs"));
            assertEquals(404, server.call("GET", "/jobs/none").status());
            Await.until("both ends are in the audit log", () -> lines(server) == 2);
        }
    }

    private static String state(TestServer server, String where) {
        try {
            return (String) server.call("GET", where).json().get("state");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long lines(TestServer server) {
        try {
            return server.audit().lines().count();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusalInTheBackgroundHasItsReport() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            server.pipelines.instead = () -> {
                throw new RefusedException(FakePipelines.report(1, 1, Report.Outcome.REFUSED));
            };
            String where = server.call("POST", "/pipelines/tickets/swap?async")
                    .header("Location")
                    .substring("/api/v1".length());
            Await.until("it failed", () -> state(server, where).equals("FAILED"));
            Map<?, ?> error = (Map<?, ?>) server.call("GET", where).json().get("error");
            assertEquals("REFUSED", error.get("code"));
            assertTrue(error.containsKey("report"));
        }
    }

    @Test
    void whatIsWrongWithTheCallIsToldAtOnce() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            assertEquals(
                    400,
                    server.call("POST", "/pipelines?async=true", "a: [", "").status());
            assertEquals(
                    400,
                    server.call("POST", "/pipelines/tickets/swap?async=true&drain=x")
                            .status());
            assertEquals(List.of(), server.call("GET", "/jobs").json().get("jobs"));
        }
    }

    @Test
    void moreThanMayWaitIsRefusedAndItsJarIsGone() throws Exception {
        try (TestServer server = new TestServer(home, true, Map.of(), new Jobs(2, 0))) {
            CountDownLatch hold = new CountDownLatch(1);
            server.pipelines.instead = () -> held(hold);
            for (int i = 0; i < 22; i++)
                assertEquals(
                        202,
                        server.call("POST", "/pipelines/tickets/swap?async=true")
                                .status());
            TestServer.Got got = server.call("POST", "/plugins?async=true", "PK", "");
            assertEquals(503, got.status());
            assertEquals("OVERLOADED", got.json().get("code"));
            try (var files = Files.list(server.settings.uploads())) {
                assertEquals(0, files.count());
            }
            hold.countDown();
        }
    }

    @Test
    void aJarOutlivesItsCallInTheBackground() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            String where = server.call("POST", "/plugins?async=true", "PK", "")
                    .header("Location")
                    .substring("/api/v1".length());
            Await.until("it is done", () -> state(server, where).equals("DONE"));
            assertEquals("PK", new String(server.plugins.bytes, java.nio.charset.StandardCharsets.US_ASCII));
            Await.until("the jar is gone", () -> !Files.exists(server.plugins.jar));
        }
    }

    @Test
    void theLastHundredAreRemembered() throws Exception {
        try (Jobs jobs = new Jobs(1, 10)) {
            Job first = null;
            for (int i = 0; i < 130; i++) {
                Job job = jobs.begin("work", "", () -> Answer.ok(Map.of()), a -> {});
                if (first == null) first = job;
                Await.until("it is done", () -> !job.isRunning());
            }
            Route one = jobs.routes().get(1);
            String id = first.id();
            assertThrows(
                    PipelineException.class, () -> one.handler().read(new Call(null, Map.of("name", id), null, null)));
            Answer list = jobs.routes().get(0).handler().read(null).call().call();
            assertEquals(100, ((List<?>) ((Map<?, ?>) list.body()).get("jobs")).size());
        }
    }

    @Test
    void closingInterruptsWhatRunsAfterItsTimeAndReportsAllThatIsNotDone() throws Exception {
        Jobs jobs = new Jobs(1, 0);
        AtomicInteger told = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Job running = jobs.begin(
                "work",
                "",
                () -> {
                    begun.countDown();
                    try {
                        return Answer.ok(held(new CountDownLatch(1)).json());
                    } catch (PipelineException e) {
                        return Failures.answer(e);
                    }
                },
                a -> told.addAndGet(a.status()));
        Job waiting = jobs.begin("more", "", () -> Answer.ok(Map.of()), a -> told.addAndGet(a.status()));
        begun.await();
        jobs.close();
        assertFalse(running.isRunning());
        assertEquals("FAILED", running.json().get("state"));
        assertEquals("FAILED", waiting.json().get("state"));
        assertEquals(2 * 503, told.get());
        assertThrows(PipelineException.class, () -> jobs.begin("late", "", () -> Answer.ok(Map.of()), a -> {}));
    }
}
