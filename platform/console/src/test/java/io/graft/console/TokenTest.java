package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

final class TokenTest {
    @TempDir
    Path home;

    @Test
    void theFirstStartMakesATokenAndLaterOnesKnowItByItsHashOnly() throws Exception {
        Token first = Token.of(home);
        String token = first.fresh().orElseThrow();
        assertTrue(token.matches("graft_[A-Za-z0-9_-]{43}"), token);
        String file = Files.readString(home.resolve("token.json"));
        assertFalse(file.contains(token.substring(6)));
        Token later = Token.of(home);
        assertEquals(Optional.empty(), later.fresh());
        assertTrue(later.matches(token));
        assertFalse(later.matches(token + "x"));
        assertFalse(later.matches(""));
        assertNotEquals(token, Token.of(home.resolve("other")).fresh().orElseThrow());
    }

    @Test
    void onlyTheOwnerMayReadTheFileAndNothingElseIsLeft() throws Exception {
        Token.of(home);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("token.json"))));
        try (Stream<Path> files = Files.list(home)) {
            assertEquals(List.of(home.resolve("token.json")), files.toList());
        }
    }

    @Test
    void aDamagedFileLetsNobodyIn() throws Exception {
        for (String damage :
                List.of("", "{", "[]", "{}", "{\"sha256\":\"\"}", "{\"sha256\":5}", "{\"sha256\":\"zz\"}")) {
            Files.writeString(home.resolve("token.json"), damage);
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> Token.of(home), damage);
            assertTrue(e.getMessage().contains("Remove it and start again"), e.getMessage());
        }
        try (TestServer server = new TestServer(home, false)) {
            TestServer.Got got = server.call("GET", "/jobs", "", "", "Authorization", "Bearer ");
            assertEquals(401, got.status());
            assertTrue(got.json().get("error").toString().contains("token file cannot be used"));
        }
    }

    @Test
    void theTokenIsOfferedOnceByTheProcessThatMadeIt() {
        List<Supplier<?>> offered = new ArrayList<>();
        Door door = new Door(context(offered, false));
        assertEquals(1, offered.size());
        assertEquals(door.fresh().orElseThrow(), offered.get(0).get());
        assertEquals(null, offered.get(0).get());
        new Door(context(offered, false));
        assertEquals(1, offered.size());
    }

    @Test
    void aDeveloperNeedsNoToken() {
        List<Supplier<?>> offered = new ArrayList<>();
        new Door(context(offered, true));
        assertEquals(List.of(), offered);
        assertFalse(Files.exists(home.resolve("token.json")));
    }

    private BundleContext context(List<Supplier<?>> offered, boolean developer) {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("registerService")) {
                        assertEquals("true", ((Dictionary<?, ?>) arguments[2]).get("graft.token"));
                        offered.add((Supplier<?>) arguments[1]);
                        return null;
                    }
                    assertTrue(Set.of("getProperty").contains(method.getName()), method.getName());
                    return switch ((String) arguments[0]) {
                        case "graft.home" -> home.toString();
                        case "graft.dev" -> Boolean.toString(developer);
                        default -> null;
                    };
                });
    }
}
