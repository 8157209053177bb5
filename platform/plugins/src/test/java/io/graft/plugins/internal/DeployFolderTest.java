package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.internal.Changes.DeployFile;
import io.graft.plugins.internal.PluginState.Deployed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder, with a clock that the test turns and an installer that writes down what it is asked for. */
class DeployFolderTest {
    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();
    private DeployFolder deploy;
    private byte[] good;
    private byte[] better;
    private long now;
    private long time = 1_000_000;

    private static final class Recorder implements DeployFolder.Installer {
        final Map<String, Deployed> deployed = new HashMap<>();
        final List<String> calls = new ArrayList<>();
        String refuse = "";

        @Override
        public Map<String, Deployed> deployed() {
            return Map.copyOf(deployed);
        }

        @Override
        public void install(Path jar, DeployFile file) {
            calls.add("install " + file.name());
            if (file.name().equals(refuse))
                throw new PipelineException(ErrorCode.PLUGIN_REJECTED, "", "It waits for acme.library.");
            try {
                deployed.put(file.name(), new Deployed("acme", PluginStore.sha256(jar), file.bytes(), file.modified()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void same(DeployFile file, Deployed before) {
            calls.add("same " + file.name());
            deployed.put(file.name(), new Deployed("acme", before.sha256(), file.bytes(), file.modified()));
        }

        @Override
        public void gone(String file) {
            calls.add("gone " + file);
            deployed.remove(file);
        }
    }

    @BeforeEach
    void jars(@TempDir Path elsewhere) throws Exception {
        good = Files.readAllBytes(new PluginJar("acme", "1.0.0").write(elsewhere.resolve("1.jar")));
        better = Files.readAllBytes(
                new PluginJar("acme", "1.1.0").header("Bundle-Name", "Better").write(elsewhere.resolve("2.jar")));
        deploy = new DeployFolder(folder, recorder);
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        time += 1000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(time));
    }

    private boolean look() {
        now += 60;
        return deploy.look(now);
    }

    private void settle() {
        for (int i = 0; i < 5; i++) look();
        assertFalse(look(), "it has settled");
    }

    private Path note(String name) {
        return folder.resolve(name + ".rejected.txt");
    }

    @Test
    void aJarIsTakenAtTheSecondLook() throws Exception {
        put("a.jar", good);
        assertTrue(look());
        assertEquals(List.of(), recorder.calls);
        look();
        assertEquals(List.of("install a.jar"), recorder.calls);
        settle();
        assertEquals(1, recorder.calls.size());
    }

    @Test
    void aHalfWrittenJarIsWaitedFor() throws Exception {
        for (int length = 100; length < good.length; length += 100) {
            put("a.jar", Arrays.copyOf(good, length));
            assertTrue(look());
            assertTrue(look());
            assertTrue(look());
        }
        assertEquals(List.of(), recorder.calls);
        assertFalse(Files.exists(note("a.jar")));
        put("a.jar", good);
        settle();
        assertEquals(List.of("install a.jar"), recorder.calls);
    }

    @Test
    void aJarCutOffAnywhereIsRejectedInTheEndAndTakenWhenItIsWhole() throws Exception {
        for (int length : new int[] {0, 1, good.length / 2, good.length - 1}) {
            put("a.jar", Arrays.copyOf(good, length));
            look();
            now += DeployFolder.PATIENCE_MILLIS;
            look();
            assertTrue(Files.readString(note("a.jar")).contains("Copy it again"), "length " + length);
        }
        assertEquals(List.of(), recorder.calls);
        put("a.jar", good);
        settle();
        assertEquals(List.of("install a.jar"), recorder.calls);
        assertFalse(Files.exists(note("a.jar")), "the reason goes with its cause");
    }

    @Test
    void anOverwrittenJarIsTakenAgainAndATouchedOneIsNot() throws Exception {
        put("a.jar", good);
        settle();
        put("a.jar", good);
        settle();
        put("a.jar", better);
        settle();
        assertEquals(List.of("install a.jar", "same a.jar", "install a.jar"), recorder.calls);
    }

    @Test
    void aDeletedJarIsGoneButNotOneThatIsSavedByReplacingIt() throws Exception {
        put("a.jar", good);
        settle();
        Files.delete(folder.resolve("a.jar"));
        assertTrue(look());
        put("a.jar", better);
        settle();
        assertEquals(List.of("install a.jar", "install a.jar"), recorder.calls);
        Files.delete(folder.resolve("a.jar"));
        settle();
        assertEquals("gone a.jar", recorder.calls.get(2));
        assertEquals(3, recorder.calls.size());
    }

    @Test
    void aRestartDoesNothingAndSeesWhatHappenedMeanwhile() throws Exception {
        put("a.jar", good);
        put("b.jar", better);
        settle();
        deploy = new DeployFolder(folder, recorder);
        settle();
        assertEquals(List.of("install a.jar", "install b.jar"), recorder.calls);
        Files.delete(folder.resolve("a.jar"));
        put("b.jar", good);
        deploy = new DeployFolder(folder, recorder);
        settle();
        assertEquals(List.of("install a.jar", "install b.jar", "install b.jar", "gone a.jar"), recorder.calls);
    }

    @Test
    void aRefusalIsWrittenBesideAndTriedAgainWhenAnotherJarHasCome() throws Exception {
        recorder.refuse = "a.jar";
        put("a.jar", good);
        settle();
        assertEquals("It waits for acme.library.\n", Files.readString(note("a.jar")));
        settle();
        assertEquals(1, recorder.calls.size(), "not again and again");
        recorder.refuse = "";
        put("b.jar", better);
        settle();
        assertEquals(List.of("install a.jar", "install b.jar", "install a.jar"), recorder.calls);
        assertFalse(Files.exists(note("a.jar")));
    }

    @Test
    void aReasonGoesWithItsJar() throws Exception {
        put("a.jar", "no jar at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        look();
        now += DeployFolder.PATIENCE_MILLIS;
        look();
        assertTrue(Files.exists(note("a.jar")));
        Files.delete(folder.resolve("a.jar"));
        settle();
        assertFalse(Files.exists(note("a.jar")));
    }

    @Test
    void otherFilesAreNotLookedAt() throws Exception {
        put("README.md", good);
        put(".a.jar", good);
        put("a.jar.part", good);
        Files.createDirectory(folder.resolve("folder.jar"));
        settle();
        assertEquals(List.of(), recorder.calls);
    }

    @Test
    void aFolderThatCannotBeReadIsNotTakenForAnEmptyOne() throws Exception {
        put("a.jar", good);
        settle();
        Files.delete(folder.resolve("a.jar"));
        Files.delete(folder);
        settle();
        assertEquals(List.of("install a.jar"), recorder.calls);
        Files.createDirectory(folder);
        settle();
        assertEquals("gone a.jar", recorder.calls.get(1));
    }
}
