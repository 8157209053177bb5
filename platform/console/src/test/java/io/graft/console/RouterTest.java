package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RouterTest {
    private final Router router = new Router(List.of(
            route("GET", "/plugins/{name}"),
            route("DELETE", "/plugins/{name}"),
            route("GET", "/plugins/diagnose"),
            route("POST", "/plugins/{name}/rollback"),
            route("GET", "/models/{name}/{version}")));

    private static Route route(String method, String template) {
        return new Route(method, template, Set.of(), call -> Work.tell(""));
    }

    @Test
    void aPathIsFoundWithItsParts() {
        Router.Match match = router.match("GET", "/models/tickets/3/");
        assertEquals("/models/{name}/{version}", match.route().template());
        assertEquals(Map.of("name", "tickets", "version", "3"), match.path());
    }

    @Test
    void aWordMeansMoreThanAnOpenPart() {
        assertEquals(
                "/plugins/diagnose",
                router.match("GET", "/plugins/diagnose").route().template());
        assertEquals(
                "/plugins/{name}",
                router.match("GET", "/plugins/io.acme").route().template());
    }

    @Test
    void partsAreDecodedOnceAndAPlusIsAPlus() {
        assertEquals(
                "a b+c%20/ü",
                router.match("GET", "/plugins/a%20b+c%2520%2F%C3%BC").path().get("name"));
        assertEquals(
                400,
                assertThrows(Refusal.class, () -> router.match("GET", "/plugins/%zz"))
                        .status());
    }

    @Test
    void aWrongMethodIsToldWithTheRightOnes() {
        Refusal refusal = assertThrows(Refusal.class, () -> router.match("PUT", "/plugins/io.acme"));
        assertEquals(405, refusal.status());
        assertEquals("DELETE, GET, HEAD", refusal.headers().get("Allow"));
        assertEquals("GET", router.match("HEAD", "/plugins/io.acme").route().method());
    }

    @Test
    void anUnknownPathIsToldWithTheNearest() {
        Refusal refusal = assertThrows(Refusal.class, () -> router.match("GET", "/plugin/io.acme"));
        assertEquals(404, refusal.status());
        assertEquals(
                "There is nothing at /api/v1/plugin/io.acme. Did you mean /api/v1/plugins/io.acme? /api/v1/openapi.json tells all calls.",
                refusal.getMessage());
        assertEquals(
                404, assertThrows(Refusal.class, () -> router.match("GET", "")).status());
        assertEquals(
                404,
                assertThrows(Refusal.class, () -> router.match("GET", "/models//3"))
                        .status());
        assertTrue(assertThrows(Refusal.class, () -> router.match("GET", "/" + "x/".repeat(500)))
                .getMessage()
                .startsWith("There is nothing at"));
    }
}
