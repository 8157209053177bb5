package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.internal.PluginState.Deployed;
import io.graft.plugins.internal.PluginState.Jar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginStoreTest {
    @TempDir
    Path home;

    private static Jar jar(String sha256, String version) {
        return new Jar(sha256, version, "deploy/a.jar", "2026-01-01T00:00:00Z", "CN=Acme", "a.jar");
    }

    @Test
    void whatIsWrittenIsRead() {
        PluginStore store = new PluginStore(home);
        assertEquals(PluginState.EMPTY, store.read());
        PluginState state = PluginState.EMPTY
                .installed(
                        "acme.words", jar("aa", "1.0.0"), Optional.of(new Jar("", "0.9.0", "distribution", "", "", "")))
                .removed("acme.other", jar("bb", "2.0.0"))
                .withDeployed("a.jar", new Deployed("acme.words", "aa", 12, 34));
        store.write(state);
        assertEquals(state, store.read());
        assertEquals(state, new PluginStore(home).read());
        assertTrue(state.previous("acme.words").get(0).shipped());
    }

    @Test
    void threeFormerJarsAreKeptAndTheLastIsGoneBackToFirst() {
        PluginState state = PluginState.EMPTY;
        for (int i = 1; i <= 6; i++) state = state.installed("a", jar("sha" + i, "1." + i), state.current("a"));
        assertEquals(
                List.of("sha5", "sha4", "sha3"),
                state.previous("a").stream().map(Jar::sha256).toList());
        PluginState back = state.rolledBack("a");
        assertEquals("sha5", back.current("a").orElseThrow().sha256());
        assertEquals("sha4", back.previous("a").get(0).sha256());
        PluginState removed = back.removed("a", back.current("a").orElseThrow());
        assertEquals(Optional.empty(), removed.current("a"));
        assertEquals("sha5", removed.rolledBack("a").current("a").orElseThrow().sha256());
    }

    @Test
    void goingBackToTheShippedJarForgetsThePlugin() {
        Jar shipped = new Jar("", "0.9.0", "distribution", "", "", "");
        PluginState state = PluginState.EMPTY.installed("a", jar("aa", "1.0.0"), Optional.of(shipped));
        assertTrue(state.replacesShipped("a"));
        assertEquals(PluginState.EMPTY, state.rolledBack("a"));
    }

    @Test
    void unusedJarsAreSweptAndUsedOnesAreNot() throws Exception {
        PluginStore store = new PluginStore(home);
        Path file = Files.writeString(home.resolve("x.jar"), "content");
        PluginStore.Incoming kept = store.take(file);
        assertEquals(PluginStore.sha256(file), kept.sha256());
        store.keep(kept);
        Files.writeString(file, "other content");
        store.take(file); // and killed
        store.sweep(PluginState.EMPTY.installed("a", jar(kept.sha256(), "1.0.0"), Optional.empty()));
        try (Stream<Path> jars = Files.list(home.resolve("plugins/jars"))) {
            assertEquals(List.of(store.jar(kept.sha256())), jars.toList());
        }
        store.sweep(PluginState.EMPTY);
        assertFalse(Files.exists(store.jar(kept.sha256())));
    }

    @Test
    void aStateOfANewerGraftIsNotGuessedAt() throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/state.json"), "{\"format\":2,\"plugins\":{},\"deployed\":{}}");
        PipelineException e = assertThrows(PipelineException.class, () -> new PluginStore(home).read());
        assertEquals(ErrorCode.RESOURCE, e.code());
        assertTrue(e.getMessage().contains("newer Graft"), e.getMessage());
    }

    @Test
    void aStateCutOffAnywhereIsSaid() throws Exception {
        PluginStore store = new PluginStore(home);
        store.write(PluginState.EMPTY.installed("a", jar("aa", "1.0.0"), Optional.empty()));
        Path file = home.resolve("plugins/state.json");
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length() - 1; length++) {
            Files.writeString(file, whole.substring(0, length));
            assertThrows(PipelineException.class, store::read, "length " + length);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        PipelineException e =
                assertThrows(PipelineException.class, () -> new PluginStore(home).take(home.resolve("nowhere.jar")));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertTrue(e.getMessage().contains("nowhere.jar"), e.getMessage());
    }
}
