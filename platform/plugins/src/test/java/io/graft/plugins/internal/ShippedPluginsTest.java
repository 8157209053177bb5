package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedPluginsTest {
    private static final PluginOptions DEFAULT = PluginOptions.DEFAULT;

    @TempDir
    Path folder;

    private Path home;
    private Path distribution;

    @BeforeEach
    void folders() throws Exception {
        home = folder.resolve("home");
        distribution = folder.resolve("dist");
        PluginJar.words("1.0.0").write(distribution.resolve("bundle/words.jar"));
        new PluginJar("io.graft.pipeline", "1.0.0").write(distribution.resolve("bundle/platform.jar"));
        new PluginJar("com.acme.library", "1.0.0")
                .header("Import-Package", "org.osgi.framework")
                .write(distribution.resolve("bundle/library.jar"));
    }

    private InFelix felix() throws Exception {
        return new InFelix(home, distribution, step -> {});
    }

    private Path words(String version) throws Exception {
        return PluginJar.words(version).write(folder.resolve("words-" + version + ".jar"));
    }

    @Test
    void aShippedPluginIsListedWithItsHash() throws Exception {
        try (InFelix felix = felix()) {
            List<PluginStatus> list = felix.plugins.list();
            assertEquals(
                    List.of("acme.words"), list.stream().map(PluginStatus::name).toList());
            PluginStatus words = list.get(0);
            assertTrue(words.shipped());
            assertEquals(PluginStore.sha256(distribution.resolve("bundle/words.jar")), words.sha256());
            assertEquals(Optional.empty(), words.previous());
            assertFalse(Files.exists(home), "looking writes nothing");
        }
    }

    @Test
    void anUpdateTakesItsPlaceInEveryProcessAndCanBeRolledBack() throws Exception {
        try (InFelix felix = felix()) {
            felix.plugins.manage(false, Optional.empty());
            felix.pipeline.begin();
            felix.plugins.install(words("1.1.0"), DEFAULT);
            assertEquals(Optional.of("1.1.0"), felix.pipeline.answer());
            assertEquals(1, felix.bundles("acme.words").size());
            assertEquals(
                    Optional.of("1.0.0"),
                    felix.status("acme.words").orElseThrow().previous());
        }
        try (InFelix felix = felix()) {
            assertEquals(List.of("1.1.0"), felix.said("words"));
            assertEquals(1, felix.bundles("acme.words").size());
            felix.plugins.manage(false, Optional.empty());
            felix.pipeline.begin();
            felix.plugins.rollback("acme.words", DEFAULT);
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertTrue(felix.status("acme.words").orElseThrow().shipped());
            felix.plugins.manage(false, Optional.empty()).close();
        } catch (PipelineException e) {
            assertEquals(ErrorCode.BUSY, e.code(), "managed twice");
        }
        try (InFelix felix = felix()) {
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
    }

    @Test
    void aRemovedOneStaysAwayUntilItIsBroughtBack() throws Exception {
        try (InFelix felix = felix()) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.remove("acme.words", DEFAULT);
            assertEquals(List.of(), felix.said("words"));
        }
        try (InFelix felix = felix()) {
            assertEquals(List.of(), felix.said("words"));
            assertEquals(List.of(), felix.plugins.list());
            var management = felix.plugins.manage(false, Optional.empty());
            felix.plugins.rollback("acme.words", DEFAULT);
            assertEquals(List.of("1.0.0"), felix.said("words"));
            management.close();
            felix.plugins.manage(false, Optional.empty());
            assertEquals(List.of("1.0.0"), felix.said("words"), "it stays when the state is read again");
        }
        try (InFelix felix = felix()) {
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
    }

    @Test
    void theSameJarAsTheShippedOneIsNothingToDo() throws Exception {
        try (InFelix felix = felix()) {
            felix.plugins.manage(false, Optional.empty());
            assertTrue(felix.plugins
                    .install(distribution.resolve("bundle/words.jar"), DEFAULT)
                    .sentence()
                    .contains("nothing to do"));
        }
    }

    @Test
    void whatReachesThePlatformIsRefused() throws Exception {
        try (InFelix felix = felix()) {
            felix.plugins.manage(true, Optional.empty());
            for (String name :
                    List.of("io.graft.pipeline", "com.acme.library", "org.apache.felix.scr", "system.bundle")) {
                Path jar = new PluginJar(name, "9.0.0").write(folder.resolve("x.jar"));
                RejectedException e =
                        assertThrows(RejectedException.class, () -> felix.plugins.install(jar, DEFAULT), name);
                assertTrue(e.getMessage().contains("reaches the platform"), e.getMessage());
            }
            RejectedException e =
                    assertThrows(RejectedException.class, () -> felix.plugins.remove("io.graft.pipeline", DEFAULT));
            assertTrue(e.getMessage().contains("reaches the platform"), e.getMessage());
        }
    }

    @Test
    void aJarThatIsGoneFromTheStoreIsReportedAndTheRestComesBack() throws Exception {
        try (InFelix felix = felix()) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.1.0"), DEFAULT);
            Path other = new PluginJar("acme.other", "1.0.0").write(folder.resolve("other.jar"));
            felix.plugins.install(other, DEFAULT);
            Files.delete(
                    home.resolve("plugins/jars/" + PluginStore.sha256(folder.resolve("words-1.1.0.jar")) + ".jar"));
        }
        try (InFelix felix = felix()) {
            PluginStatus words = felix.status("acme.words").orElseThrow();
            assertEquals(PluginStatus.State.BROKEN, words.state());
            assertTrue(words.sentence().contains("is gone; install it again"), words.sentence());
            assertEquals(
                    PluginStatus.State.ACTIVE,
                    felix.status("acme.other").orElseThrow().state());
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.1.0"), DEFAULT);
            assertEquals(List.of("1.1.0"), felix.said("words"));
            assertEquals(
                    PluginStatus.State.ACTIVE,
                    felix.status("acme.words").orElseThrow().state());
        }
    }

    @Test
    void aDamagedStateIsSaidAndNotWrittenOver() throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/state.json"), "{\"format\":1,");
        try (InFelix felix = felix()) {
            assertEquals(List.of("1.0.0"), felix.said("words"), "what is shipped runs");
            felix.plugins.manage(false, Optional.empty());
            assertTrue(
                    felix.plugins.diagnose(Optional.empty()).get(0).sentence().contains("it is damaged"));
            Path jar = words("1.1.0");
            PipelineException e = assertThrows(PipelineException.class, () -> felix.plugins.install(jar, DEFAULT));
            assertEquals(ErrorCode.RESOURCE, e.code());
            assertEquals("{\"format\":1,", Files.readString(home.resolve("plugins/state.json")));
        }
    }
}
