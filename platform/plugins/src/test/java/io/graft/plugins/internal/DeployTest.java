package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.PluginOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deploy folder of a plug-in manager in a real framework. */
class DeployTest {
    @TempDir
    Path folder;

    private Path home;
    private Path deploy;

    @BeforeEach
    void folders() {
        home = folder.resolve("home");
        deploy = folder.resolve("deploy");
    }

    private Path words(String version) throws Exception {
        return PluginJar.words(version).write(folder.resolve("words-" + version + ".jar"));
    }

    private void drop(Path jar, String name) throws Exception {
        Files.copy(jar, deploy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void says(InFelix felix, List<String> said) {
        InFelix.await("components say " + said, () -> felix.said("words").equals(said));
    }

    @Test
    void aDropInstallsAnOverwriteUpdatesADeletionRemoves() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            drop(words("1.0.0"), "words.jar");
            says(felix, List.of("1.0.0"));
            assertEquals(
                    "deploy/words.jar", felix.status("acme.words").orElseThrow().origin());
            felix.pipeline.begin();
            long start = System.nanoTime();
            drop(words("1.1.0"), "words.jar");
            InFelix.await("new answers", () -> felix.pipeline.answer().equals(Optional.of("1.1.0")));
            System.out.printf("drop to new answers: %.0f ms%n", (System.nanoTime() - start) / 1e6);
            Files.delete(deploy.resolve("words.jar"));
            says(felix, List.of());
            assertEquals(List.of("words"), felix.pipeline.ghosts);
        }
    }

    @Test
    void whatHappenedToTheFolderWhileTheServerWasDownIsMadeUpFor() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            drop(words("1.0.0"), "words.jar");
            says(felix, List.of("1.0.0"));
        }
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            assertEquals(List.of("1.0.0"), felix.said("words"));
            drop(new PluginJar("acme.other", "1.0.0").write(folder.resolve("other.jar")), "other.jar");
            InFelix.await("other", () -> felix.status("acme.other").isPresent());
            assertEquals(List.of(), felix.events("acme.words"), "nothing was done to what is as it was");
        }
        Files.delete(deploy.resolve("words.jar"));
        try (InFelix felix = new InFelix(home)) {
            assertEquals(
                    List.of("1.0.0"), felix.said("words"), "commands have the same until the server says otherwise");
            felix.plugins.manage(true, Optional.of(deploy));
            says(felix, List.of());
        }
    }

    @Test
    void anUpdateByAnotherWayIsNotUndoneByTheFolder() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            drop(words("1.0.0"), "words.jar");
            says(felix, List.of("1.0.0"));
            felix.plugins.install(words("1.1.0"), PluginOptions.DEFAULT);
            Files.delete(deploy.resolve("words.jar"));
            InFelix.await(
                    "forgotten", () -> new PluginStore(home).read().deployed().isEmpty());
            assertEquals(List.of("1.1.0"), felix.said("words"));
        }
    }

    @Test
    void aFileThatBecomesAnotherPluginReplacesTheOneBefore() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            drop(words("1.0.0"), "plugin.jar");
            says(felix, List.of("1.0.0"));
            drop(new PluginJar("acme.other", "1.0.0").write(folder.resolve("other.jar")), "plugin.jar");
            InFelix.await("other", () -> felix.status("acme.other").isPresent());
            says(felix, List.of());
        }
    }

    @Test
    void aRefusedJarHasAReasonBesideAndWhatRanRunsOn() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.of(deploy));
            drop(words("1.0.0"), "words.jar");
            says(felix, List.of("1.0.0"));
            felix.pipeline.begin();
            felix.pipeline.refuse = true;
            Path note = deploy.resolve("words.jar.rejected.txt");
            drop(words("1.1.0"), "words.jar");
            InFelix.await("reason", () -> Files.exists(note));
            assertTrue(Files.readString(note).contains("The probe set says no."));
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            felix.pipeline.refuse = false;
            drop(words("1.2.0"), "words.jar");
            says(felix, List.of("1.2.0"));
            InFelix.await("reason gone", () -> !Files.exists(note));
        }
    }

    @Test
    void everyTruncationOfAJarLeavesWhatRuns() throws Exception {
        byte[] whole = Files.readAllBytes(words("1.1.0"));
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.empty());
            felix.plugins.install(words("1.0.0"), PluginOptions.DEFAULT);
            felix.pipeline.begin();
            for (int length = 0; length < whole.length; length += 64) {
                Path cut = Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, length));
                try {
                    felix.plugins.install(cut, PluginOptions.DEFAULT);
                    throw new AssertionError("accepted " + length + " of " + whole.length + " bytes");
                } catch (io.graft.plugins.RejectedException e) {
                    assertFalse(e.report().accepted());
                }
            }
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertEquals(1, felix.bundles("acme.words").size());
        }
    }
}
