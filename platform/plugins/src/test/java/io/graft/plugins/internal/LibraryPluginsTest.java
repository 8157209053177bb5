package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.RejectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins whose packages other plug-ins import. */
class LibraryPluginsTest {
    private static final PluginOptions DEFAULT = PluginOptions.DEFAULT;

    @TempDir
    Path folder;

    private Path library(String version, String exported) throws Exception {
        return new PluginJar("acme.library", version)
                .header("Import-Package", "org.osgi.framework")
                .header("Export-Package", "acme.lib;version=" + exported)
                .source(
                        "acme.lib.Lib",
                        "package acme.lib; public class Lib { public static String v() { return \"" + version
                                + "\"; } }")
                .write(folder.resolve("library-" + version + ".jar"));
    }

    private Path user(Path library) throws Exception {
        return PluginJar.words("1.0.0")
                .header("Import-Package", "io.graft.api,io.graft.api.text,acme.lib;version=\"[1,2)\"")
                .saying("with \" + acme.lib.Lib.v() + \"")
                .compiledWith(library)
                .write(folder.resolve("user.jar"));
    }

    @Test
    void thoseWhoUseItAreRestartedWithTheNewOne() throws Exception {
        try (InFelix felix = new InFelix(folder.resolve("home"))) {
            felix.plugins.manage(false, Optional.empty());
            Path library = library("1.0.0", "1.0");
            felix.plugins.install(library, DEFAULT);
            felix.plugins.install(user(library), DEFAULT);
            assertEquals(List.of("with 1.0.0"), felix.said("words"));
            PluginReport report = felix.plugins.install(library("1.1.0", "1.1"), DEFAULT);
            assertTrue(report.warnings().toString().contains("acme.words"), report.toString());
            assertEquals(List.of("with 1.1.0"), felix.said("words"));
            assertEquals(1, felix.bundles("acme.library").size());
            assertTrue(felix.leaks.collected("acme.library 1.0.0"));
        }
        try (InFelix felix = new InFelix(folder.resolve("home"))) {
            assertEquals(List.of("with 1.1.0"), felix.said("words"));
        }
    }

    @Test
    void whenThoseWhoUseItDoNotRunWithTheNewOneAllGoesBack() throws Exception {
        try (InFelix felix = new InFelix(folder.resolve("home"))) {
            felix.plugins.manage(false, Optional.empty());
            Path library = library("1.0.0", "1.0");
            felix.plugins.install(library, DEFAULT);
            felix.plugins.install(user(library), DEFAULT);
            Path unfit = library("2.0.0", "2.0");
            RejectedException e = assertThrows(RejectedException.class, () -> felix.plugins.install(unfit, DEFAULT));
            assertTrue(e.getMessage().contains("acme.words"), e.getMessage());
            assertEquals(List.of("with 1.0.0"), felix.said("words"));
            assertEquals(
                    List.of(PluginStatus.State.ACTIVE, PluginStatus.State.ACTIVE),
                    felix.plugins.list().stream().map(PluginStatus::state).toList());
            assertEquals("1.0.0", felix.status("acme.library").orElseThrow().version());
            assertThrows(RejectedException.class, () -> felix.plugins.remove("acme.library", DEFAULT));
        }
        try (InFelix felix = new InFelix(folder.resolve("home"))) {
            assertEquals(List.of("with 1.0.0"), felix.said("words"));
        }
    }
}
