package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.PluginEvent;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginManagerTest {
    private static final PluginOptions DEFAULT = PluginOptions.DEFAULT;
    private static final PluginOptions FORCE = new PluginOptions(true, false, DEFAULT.swap(), "");
    private static final PluginOptions DRY = new PluginOptions(false, true, DEFAULT.swap(), "");

    private static final String ACTIVATOR = """
            package acme;
            import org.osgi.framework.*;
            public class Start implements BundleActivator {
                public void start(BundleContext context) throws Exception { %s }
                public void stop(BundleContext context) throws Exception { %s }
            }
            """;

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void home() {
        home = folder.resolve("home");
    }

    private Path words(String version) throws Exception {
        return PluginJar.words(version).write(folder.resolve("words-" + version + ".jar"));
    }

    @Test
    void anUpdateMovesThePipelineAndLeavesNothingOfTheOldCode() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            PluginReport first = felix.plugins.install(words("1.0.0"), DEFAULT);
            assertTrue(first.accepted(), first.sentence());
            felix.pipeline.begin();
            PluginReport report = felix.plugins.install(words("1.1.0"), DEFAULT);
            assertEquals("acme.words 1.0.0 was replaced by 1.1.0.", report.sentence());
            assertEquals(Optional.of("1.1.0"), felix.pipeline.answer());
            assertEquals(List.of("1.1.0"), felix.said("words"));
            assertEquals(List.of(), felix.pipeline.ghosts);
            assertEquals(1, felix.bundles("acme.words").size());
            assertTrue(felix.leaks.collected("acme.words 1.0.0"));
            assertEquals(1, report.pipelines().size());
            assertEquals(
                    Optional.of("1.0.0"),
                    felix.status("acme.words").orElseThrow().previous());
            assertEquals(
                    List.of("tickets"), felix.status("acme.words").orElseThrow().users());
            assertEquals(
                    List.of("tokenizer words"),
                    felix.status("acme.words").orElseThrow().components());
            assertEquals(List.of(PluginEvent.Type.INSTALLED, PluginEvent.Type.UPDATED), felix.events("acme.words"));
            assertEquals(java.util.Set.of(), felix.catalog.hidden());
        }
    }

    @Test
    void aRefusedUpdateLeavesTheOldCode() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            felix.pipeline.refuse = true;
            long bundle = felix.bundles("acme.words").get(0).getBundleId();
            Path jar = words("1.1.0");
            RejectedException e = assertThrows(RejectedException.class, () -> felix.plugins.install(jar, DEFAULT));
            assertEquals(ErrorCode.REFUSED, e.code());
            assertTrue(e.getMessage().contains("tickets: The probe set says no."), e.getMessage());
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertEquals(bundle, felix.bundles("acme.words").get(0).getBundleId());
            assertEquals(1, felix.bundles("acme.words").size());
            assertEquals(java.util.Set.of(), felix.catalog.hidden());
            assertEquals(List.of(), felix.pipeline.ghosts);
            assertTrue(felix.leaks.collected("acme.words 1.1.0"));
            assertEquals(1, jars(), "the refused jar is not kept");
            assertTrue(felix.events("acme.words").contains(PluginEvent.Type.REJECTED));
            assertTrue(felix.plugins.install(jar, FORCE).accepted());
            assertEquals(Optional.of("1.1.0"), felix.pipeline.answer());
        }
    }

    private long jars() throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("plugins/jars"))) {
            return files.count();
        }
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            assertTrue(felix.plugins.install(words("1.0.0"), DRY).accepted());
            assertEquals(List.of(), felix.bundles("acme.words"));
            assertEquals(0, jars());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            assertEquals(
                    "acme.words 1.1.0 would be let in.",
                    felix.plugins.update(words("1.1.0"), DRY).sentence());
            assertTrue(felix.pipeline.asked.get(felix.pipeline.asked.size() - 1).dryRun());
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertEquals(1, felix.bundles("acme.words").size());
        }
    }

    @Test
    void whatIsInstalledComesBackInTheNextProcess() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.plugins.install(words("1.1.0"), DEFAULT);
        }
        try (InFelix felix = new InFelix(home)) {
            assertEquals(List.of("1.1.0"), felix.said("words"));
            PipelineException busy =
                    assertThrows(PipelineException.class, () -> felix.plugins.rollback("acme.words", DEFAULT));
            assertEquals(ErrorCode.BUSY, busy.code());
            felix.plugins.manage(false, Optional.empty());
            assertEquals(
                    "acme.words went back from 1.1.0 to 1.0.0.",
                    felix.plugins.rollback("acme.words", DEFAULT).sentence());
            assertEquals(List.of("1.0.0"), felix.said("words"));
            assertEquals(
                    ErrorCode.NOT_FOUND,
                    assertThrows(PipelineException.class, () -> felix.plugins.rollback("acme.words", DEFAULT))
                            .code());
        }
        try (InFelix felix = new InFelix(home)) {
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
    }

    @Test
    void onlyOneProcessManages() throws Exception {
        try (InFelix one = new InFelix(home);
                InFelix other = new InFelix(home)) {
            var held = one.plugins.manage(false, Optional.empty());
            assertEquals(
                    ErrorCode.BUSY,
                    assertThrows(PipelineException.class, () -> other.plugins.manage(false, Optional.empty()))
                            .code());
            one.plugins.install(words("1.0.0"), DEFAULT);
            held.close();
            other.plugins.manage(false, Optional.empty());
            assertEquals(List.of("1.0.0"), other.said("words"), "it sees what the other did");
        }
    }

    @Test
    void versionsGoUpUnlessToldOtherwise() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            var management = felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.1.0"), DEFAULT);
            assertEquals(
                    "acme.words 1.1.0 runs already: nothing to do.",
                    felix.plugins.install(words("1.1.0"), DEFAULT).sentence());
            Path older = words("1.0.0");
            assertRejected("1.0.0 is older than 1.1.0", () -> felix.plugins.install(older, DEFAULT));
            Path same = PluginJar.words("1.1.0").saying("other").write(folder.resolve("same.jar"));
            assertRejected("Raise the version", () -> felix.plugins.install(same, DEFAULT));
            felix.plugins.install(older, FORCE);
            assertEquals(List.of("1.0.0"), felix.said("words"));
            management.close();
            felix.plugins.manage(true, Optional.empty());
            felix.plugins.install(same, DEFAULT);
            assertEquals(List.of("other"), felix.said("words"));
            Path unknown = new PluginJar("acme.unknown", "1.0.0").write(folder.resolve("unknown.jar"));
            assertEquals(
                    ErrorCode.NOT_FOUND,
                    assertThrows(PipelineException.class, () -> felix.plugins.update(unknown, DEFAULT))
                            .code());
        }
    }

    private static void assertRejected(String sentence, org.junit.jupiter.api.function.Executable call) {
        RejectedException e = assertThrows(RejectedException.class, call);
        assertTrue(e.getMessage().contains(sentence), e.getMessage());
        assertFalse(e.report().accepted());
    }

    @Test
    void removalIsRefusedWhileAPipelineUsesIt() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            assertRejected("used by tickets", () -> felix.plugins.remove("acme.words", DEFAULT));
            assertEquals(List.of("1.0.0"), felix.said("words"));
            PluginReport report = felix.plugins.remove("acme.words", FORCE);
            assertTrue(report.accepted());
            assertEquals(List.of(), felix.said("words"));
            assertEquals(List.of("words"), felix.pipeline.ghosts);
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer(), "it answers on");
            assertTrue(felix.status("acme.words").isEmpty());
            felix.pipeline.end();
            InFelix.await("bundle gone", () -> felix.bundles("acme.words").isEmpty());
            assertTrue(felix.leaks.collected("acme.words 1.0.0"));
            felix.plugins.rollback("acme.words", DEFAULT);
            assertEquals(List.of("1.0.0"), felix.said("words"), "what was removed can be brought back");
        }
    }

    @Test
    void aPluginThatComesBackTakesOverFromItsGhost() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            felix.plugins.remove("acme.words", FORCE);
            felix.plugins.install(words("1.2.0"), DEFAULT);
            assertEquals(Optional.of("1.2.0"), felix.pipeline.answer());
            assertEquals(1, felix.bundles("acme.words").size());
        }
    }

    @Test
    void aStopThatHangsIsReportedAndHoldsNobody() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            Path hanging = PluginJar.words("1.0.0")
                    .header("Bundle-Activator", "acme.Start")
                    .header("Import-Package", "io.graft.api,io.graft.api.text,org.osgi.framework")
                    .source("acme.Start", ACTIVATOR.formatted("", "Thread.sleep(3000);"))
                    .write(folder.resolve("hanging.jar"));
            felix.plugins.install(hanging, DEFAULT);
            felix.pipeline.begin();
            PluginReport report = felix.plugins.install(words("1.1.0"), DEFAULT);
            assertTrue(report.warnings().toString().contains("asked to stop and has not"), report.toString());
            assertEquals(Optional.of("1.1.0"), felix.pipeline.answer());
            assertEquals(List.of("1.1.0"), felix.said("words"));
            assertTrue(felix.events("acme.words").contains(PluginEvent.Type.STUCK));
            assertEquals(
                    List.of(PluginStatus.State.STUCK, PluginStatus.State.ACTIVE),
                    felix.plugins.list().stream().map(PluginStatus::state).toList());
            felix.plugins.install(words("1.2.0"), DEFAULT);
            assertEquals(Optional.of("1.2.0"), felix.pipeline.answer(), "the platform goes on");
            InFelix.await("stopped at last", () -> felix.plugins.list().size() == 1);
            assertTrue(felix.leaks.collected("acme.words 1.0.0"));
        }
    }

    @Test
    void whatDoesNotStartIsRefused() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            Path hangs = PluginJar.words("1.1.0")
                    .header("Bundle-Activator", "acme.Start")
                    .header("Import-Package", "io.graft.api,io.graft.api.text,org.osgi.framework")
                    .source("acme.Start", ACTIVATOR.formatted("Thread.sleep(60000);", ""))
                    .write(folder.resolve("hangs.jar"));
            assertRejected("its activator hangs", () -> felix.plugins.install(hangs, DEFAULT));
            Path throwing = PluginJar.words("1.1.0")
                    .header("Bundle-Activator", "acme.Start")
                    .header("Import-Package", "io.graft.api,io.graft.api.text,org.osgi.framework")
                    .source("acme.Start", ACTIVATOR.formatted("if (true) throw new Exception(\"no licence\");", ""))
                    .write(folder.resolve("throws.jar"));
            assertRejected("no licence", () -> felix.plugins.install(throwing, DEFAULT));
            Path unresolved = PluginJar.words("1.1.0")
                    .header("Import-Package", "io.graft.api,io.graft.api.text,nowhere.to.be.found")
                    .write(folder.resolve("unresolved.jar"));
            assertRejected("nowhere.to.be.found", () -> felix.plugins.install(unresolved, DEFAULT));
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            InFelix.await("one bundle", () -> felix.bundles("acme.words").size() == 1);
            assertEquals(List.of(), felix.pipeline.ghosts);
        }
    }

    @Test
    void aPublicationThatFailsLeavesTheOldCodeAndTheOldState() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            felix.pipeline.failPublish = true;
            Path jar = words("1.1.0");
            assertRejected("no memory", () -> felix.plugins.install(jar, DEFAULT));
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
        try (InFelix felix = new InFelix(home)) {
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
    }

    @Test
    void copiesOfASingletonThatImportsItsOwnExportsStandSideBySide() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            for (String version : List.of("1.0.0", "1.1.0", "1.2.0")) {
                Path jar = PluginJar.words(version)
                        .header("Bundle-SymbolicName", "acme.words;singleton:=true")
                        .header("Export-Package", "acme;version=1.0")
                        .header("Import-Package", "io.graft.api,io.graft.api.text,acme;version=1.0")
                        .write(folder.resolve("singleton-" + version + ".jar"));
                assertTrue(felix.plugins.install(jar, DEFAULT).accepted());
                if (version.equals("1.0.0")) felix.pipeline.begin();
                assertEquals(Optional.of(version), felix.pipeline.answer());
            }
            assertTrue(felix.leaks.collected("acme.words 1.0.0"));
            assertTrue(felix.leaks.collected("acme.words 1.1.0"));
        }
    }

    @Test
    void whatCameByAnotherWayStaysUnresolved() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            Path jar = PluginJar.words("6.6.6").write(folder.resolve("smuggled.jar"));
            felix.plugins.manage(false, Optional.empty());
            var context = felix.framework.getBundleContext();
            var smuggled = context.installBundle(jar.toUri().toString());
            assertThrows(org.osgi.framework.BundleException.class, smuggled::start);
            var named = context.installBundle("plugin:acme.words/faked", Files.newInputStream(jar));
            assertThrows(org.osgi.framework.BundleException.class, named::start);
            PluginStatus status = felix.status("acme.words").orElseThrow();
            assertEquals(PluginStatus.State.UNAPPROVED, status.state());
            assertTrue(status.sentence().contains("graft plugin install"), status.sentence());
            assertTrue(felix.plugins.diagnose(Optional.empty()).toString().contains("another way"));
            assertEquals(List.of(), felix.said("words"));
            felix.plugins.install(words("1.0.0"), DEFAULT);
            assertEquals(List.of("1.0.0"), felix.said("words"));
        }
    }

    @Test
    void whatARunInTrainingWorksWithStaysUntilItIsGivenBack() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            var run = felix.catalog.offers().get(0).use();
            PluginReport report = felix.plugins.install(words("1.1.0"), DEFAULT);
            assertTrue(report.warnings().toString().contains("still in use"), report.toString());
            assertEquals(List.of("1.1.0"), felix.said("words"));
            assertEquals("1.0.0", run.type().toString());
            assertEquals(2, felix.bundles("acme.words").size());
            run.close();
            InFelix.await("gone", () -> felix.bundles("acme.words").size() == 1);
            assertEquals(List.of("1.1.0"), felix.said("words"));
        }
    }

    @Test
    void threadsThatChangeTheSamePluginAtOnceWaitForOneAnother() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(true, Optional.empty());
            List<Path> jars = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) jars.add(words("1.0." + i));
            felix.plugins.install(jars.get(0), DEFAULT);
            felix.pipeline.begin();
            List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Thread> threads = new java.util.ArrayList<>();
            for (Path jar : jars) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 5; n++) {
                        felix.plugins.install(jar, DEFAULT);
                        felix.plugins.list();
                    }
                });
                thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) thread.join();
            assertEquals(List.of(), thrown);
            assertEquals(List.of(), felix.pipeline.ghosts);
            assertEquals(List.of(felix.pipeline.answer().orElseThrow()), felix.said("words"));
            assertEquals(1, felix.bundles("acme.words").size());
        }
    }

    @Test
    void componentsThatBreakTheirContractAreRefused() throws Exception {
        try (InFelix felix = new InFelix(home)) {
            felix.plugins.manage(false, Optional.empty());
            felix.plugins.install(words("1.0.0"), DEFAULT);
            felix.pipeline.begin();
            for (String code : List.of(
                    "public Words() { throw new IllegalStateException(\"no dictionary\"); }",
                    "public Words() { throw new NoClassDefFoundError(\"gone\"); }",
                    "{ if (true) throw new StackOverflowError(); }")) {
                Path jar = PluginJar.words("1.1.0").with(code).write(folder.resolve("broken.jar"));
                RejectedException e =
                        assertThrows(RejectedException.class, () -> felix.plugins.install(jar, FORCE), code);
                assertEquals("components", last(e).name(), e.getMessage());
                assertTrue(e.getMessage().contains("words"), e.getMessage());
            }
            Path other = new PluginJar("acme.other", "1.0.0").tokenizer("words").write(folder.resolve("other.jar"));
            assertRejected("Two plug-ins would offer", () -> felix.plugins.install(other, DEFAULT));
            assertEquals(Optional.of("1.0.0"), felix.pipeline.answer());
            assertEquals(List.of("1.0.0"), felix.said("words"));
            assertEquals(1, felix.bundles("acme.words").size());
            assertEquals(List.of(), felix.pipeline.ghosts);
        }
    }

    private static io.graft.pipeline.live.Report.Check last(RejectedException e) {
        return e.report().checks().get(e.report().checks().size() - 1);
    }
}
