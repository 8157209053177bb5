package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorTest {
    @TempDir
    Path home;

    @Test
    void withoutTheTokenNobodyGetsInWithItEverybodyDoes() throws Exception {
        try (TestServer server = new TestServer(home, false)) {
            TestServer.Got none = server.call("GET", "/pipelines");
            assertEquals(401, none.status());
            assertEquals("Bearer", none.header("WWW-Authenticate"));
            assertEquals("FORBIDDEN", none.json().get("code"));
            String token = server.door.fresh().orElseThrow();
            for (String wrong :
                    List.of("Bearer", "Bearer ", "Bearer x", "Bearer " + token + "x", "Basic " + token, token)) {
                TestServer.Got got = server.call("POST", "/pipelines/tickets/swap", "", "", "Authorization", wrong);
                assertEquals(401, got.status(), wrong);
            }
            assertEquals(List.of(), server.pipelines.calls);
            assertEquals("", server.audit());
            TestServer.Got got =
                    server.call("POST", "/pipelines/tickets/swap", "", "", "Authorization", "bearer " + token);
            assertEquals(200, got.status());
            assertTrue(server.audit().contains("\"who\":\"token\""), server.audit());
            // a page cannot know the token, so where it comes from does not matter
            assertEquals(
                    200,
                    server.call(
                                    "GET",
                                    "/jobs",
                                    "",
                                    "",
                                    "Authorization",
                                    "Bearer " + token,
                                    "Origin",
                                    "https://evil.example")
                            .status());
        }
    }

    @Test
    void wrongTokensAreAnsweredLateAndTooManyAtOnceNotAtAllButTheRightOneNeverWaits() throws Exception {
        try (TestServer server = new TestServer(home, false);
                Attempts attempts = new Attempts()) {
            List<Long> delays =
                    IntStream.range(0, 12).mapToObj(i -> attempts.delayMillis()).toList();
            assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L, 2000L, 2000L, 2000L, 2000L), delays);

            List<CompletableFuture<Integer>> wrong = new ArrayList<>();
            for (int i = 0; i < 80; i++)
                wrong.add(server.client
                        .sendAsync(
                                java.net.http.HttpRequest.newBuilder(server.uri("/jobs"))
                                        .header("Authorization", "Bearer guess")
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.discarding())
                        .thenApply(java.net.http.HttpResponse::statusCode));
            Await.until("some are refused at once", () -> wrong.stream().anyMatch(w -> w.isDone() && w.join() == 429));
            String right = "Bearer " + server.door.fresh().orElseThrow();
            assertEquals(
                    200,
                    server.call("GET", "/jobs", "", "", "Authorization", right).status());
            assertTrue(wrong.stream().anyMatch(w -> !w.isDone()), "the right token waited behind wrong ones");
            for (CompletableFuture<Integer> w : wrong)
                assertTrue(Set.of(401, 429).contains(w.join()));
        }
    }

    @Test
    void withoutALoginOnlyLoopbackNamesAreAnswered() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            int port = server.port();
            for (String host :
                    List.of("localhost", "LOCALHOST:" + port, "127.0.0.1:" + port, "127.1.2.3", "[::1]:" + port))
                assertTrue(
                        server.raw("GET /api/v1/jobs HTTP/1.1\nHost: " + host).startsWith("HTTP/1.1 200"), host);
            for (String host :
                    List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:" + port, "10.0.0.1"))
                assertTrue(
                        server.raw("GET /api/v1/jobs HTTP/1.1\nHost: " + host).startsWith("HTTP/1.1 403"), host);
        }
    }

    @Test
    void withoutALoginAnotherSitesPageChangesNothing() throws Exception {
        try (TestServer server = new TestServer(home, true)) {
            String own = "http://127.0.0.1:" + server.port();
            for (String origin : List.of(
                    "https://evil.example",
                    "null",
                    "http://127.0.0.1:1",
                    "https://127.0.0.1:" + server.port(),
                    "http://localhost:" + server.port())) {
                TestServer.Got got = server.call("POST", "/pipelines/tickets/swap", "", "", "Origin", origin);
                assertEquals(403, got.status(), origin);
                assertEquals("Origin", got.json().get("at"));
                assertEquals(
                        403,
                        server.call("DELETE", "/pipelines/tickets", "", "", "Origin", origin)
                                .status());
            }
            assertEquals(
                    403,
                    server.call("POST", "/pipelines/tickets/swap", "", "", "Sec-Fetch-Site", "cross-site")
                            .status());
            assertEquals(List.of(), server.pipelines.calls);
            assertEquals(
                    200,
                    server.call("POST", "/pipelines/tickets/swap", "", "", "Origin", own)
                            .status());
            assertEquals(
                    200,
                    server.call("GET", "/pipelines", "", "", "Origin", "https://evil.example")
                            .status());
        }
    }

    @Test
    void withoutALoginOtherMachinesDoNotGetIn() {
        Door door = new Door(new Settings(home, home, Set.of(), true));
        assertTrue(door.mayOperate(request("127.0.0.1", Map.of("Host", "localhost:8181"))));
        assertTrue(door.mayOperate(request("0:0:0:0:0:0:0:1", Map.of("Host", "localhost:8181"))));
        assertFalse(door.mayOperate(request("192.168.1.7", Map.of("Host", "localhost:8181"))));
        assertFalse(door.mayOperate(request("127.0.0.1", Map.of("Host", "evil.example"))));
    }

    private static HttpServletRequest request(String from, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                DoorTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> from;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getMethod" -> "POST";
                    case "getServerName" -> "localhost";
                    case "getScheme" -> "http";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void whoHasTheTokenMayLoadAndUnload() {
        Door door = new Door(new Settings(home, home, Set.of(), false));
        assertTrue(door.mayOperate(request(
                "10.0.0.1", Map.of("Authorization", "Bearer " + door.fresh().orElseThrow()))));
        assertFalse(door.mayOperate(request("127.0.0.1", Map.of("Host", "localhost"))));
    }

    @Test
    void closingLeavesNobodyWithoutAnAnswer() {
        Attempts attempts = new Attempts();
        IntStream.range(0, 10).forEach(i -> attempts.delayMillis());
        CountDownLatch answered = new CountDownLatch(1);
        assertTrue(attempts.later(answered::countDown));
        attempts.close();
        assertEquals(0, answered.getCount());
    }
}
