package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.live.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

class DryResolveTest {
    @TempDir
    Path folder;

    private RunningFelix felix;
    private Path deploy;
    private DryResolve dry;

    @BeforeEach
    void start() throws Exception {
        felix = new RunningFelix(folder.resolve("cache"));
        deploy = Files.createDirectory(folder.resolve("deploy"));
        dry = new DryResolve(felix.context(), new Nearby(Map.of("deploy/", deploy)));
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private Inspected inspected(TestJar jar) throws RejectedJar {
        return Inspection.of(jar.in(folder));
    }

    private void refuses(TestJar jar, Set<Long> leaving, String... words) throws RejectedJar {
        int before = felix.context().getBundles().length;
        Report.Check check = dry.check(inspected(jar), leaving);
        assertFalse(check.passed(), check.sentence());
        assertEquals("resolve", check.name());
        TestJar.says(check.sentence(), words);
        assertEquals(before, felix.context().getBundles().length, "nothing was installed");
    }

    private void passes(TestJar jar, Set<Long> leaving) throws RejectedJar {
        Report.Check check = dry.check(inspected(jar), leaving);
        assertTrue(check.passed(), check.sentence());
    }

    private static TestJar exporting(String name, String version, String packages) {
        return TestJar.bundle(name, version).header("Export-Package", packages);
    }

    private static TestJar importing(String name, String packages) {
        return TestJar.bundle(name, "1.0.0").header("Import-Package", packages);
    }

    @Test
    void whatTheRunningBundlesHaveIsEnough() throws Exception {
        felix.start(exporting("io.acme.api", "1.2.0", "io.acme.api;version=1.2.0"));
        passes(
                importing("io.acme.words", "io.acme.api;version=\"[1.1,2)\",io.graft.api;version=\"[0.1,0.2)\"")
                        .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"")
                        .header("Require-Bundle", "io.acme.api;bundle-version=1"),
                Set.of());
    }

    @Test
    void aBundleThatIsInstalledButNotResolvedIsResolvedAlong() throws Exception {
        felix.install(exporting("io.acme.api", "1.2.0", "io.acme.api;version=1.2.0"));
        passes(importing("io.acme.words", "io.acme.api"), Set.of());
    }

    @Test
    void aBundleThatIsKeptFromResolvingHelpsNobody() throws Exception {
        Bundle held = felix.install(exporting("io.acme.api", "1.2.0", "io.acme.api;version=1.2.0"));
        felix.context()
                .registerService(
                        ResolverHookFactory.class,
                        triggers -> new ResolverHook() {
                            @Override
                            public void filterResolvable(Collection<BundleRevision> candidates) {
                                candidates.removeIf(r -> r.getBundle().equals(held));
                            }

                            @Override
                            public void filterSingletonCollisions(BundleCapability s, Collection<BundleCapability> c) {}

                            @Override
                            public void filterMatches(BundleRequirement r, Collection<BundleCapability> c) {}

                            @Override
                            public void end() {}
                        },
                        null);
        refuses(importing("io.acme.words", "io.acme.api"), Set.of(), "needs the package io.acme.api");
    }

    @Test
    void aMissingPackageIsToldWithTheNearestVersionAndItsBundle() throws Exception {
        felix.start(exporting("io.acme.api", "1.0.3", "io.acme.api;version=1.0.0"));
        refuses(
                importing("io.acme.words", "io.acme.api;version=\"[1.5,2)\""),
                Set.of(),
                "io.acme.words 1.0.0 needs the package io.acme.api [1.5,2)",
                "nearest is 1.0.0 of io.acme.api 1.0.3 (installed)");
        refuses(
                importing("io.acme.words", "io.nowhere"),
                Set.of(),
                "needs the package io.nowhere",
                "Nothing that is installed has it");
    }

    @Test
    void aMissingBundleAndAMissingCapabilityAreTold() throws Exception {
        felix.start(TestJar.bundle("io.acme.base", "1.0.0"));
        refuses(
                TestJar.bundle("io.acme.words", "1.0.0")
                        .header("Require-Bundle", "io.acme.base;bundle-version=\"[2,3)\""),
                Set.of(),
                "needs the bundle io.acme.base [2",
                "nearest is io.acme.base 1.0.0 (installed)");
        refuses(
                TestJar.bundle("io.acme.words", "1.0.0")
                        .header("Require-Capability", "io.acme.engine;filter:=\"(io.acme.engine=gpu)\""),
                Set.of(),
                "needs io.acme.engine gpu");
    }

    @Test
    void itIsToldInWhichJarOfADeployFolderTheMissingPackageLies() throws Exception {
        exporting("io.acme.api", "1.6.0", "io.acme.api;version=1.6.0").in(deploy, "api-1.6.jar");
        refuses(
                importing("io.acme.words", "io.acme.api;version=\"[1.5,2)\""),
                Set.of(),
                "io.acme.api 1.6.0 has it (api-1.6.jar in deploy/)",
                "install that too");
    }

    @Test
    void theWholeWayDownToWhatIsMissingIsTold() throws Exception {
        felix.install(exporting("io.acme.api", "1.0.0", "io.acme.api").header("Import-Package", "io.acme.base"));
        refuses(
                importing("io.acme.words", "io.acme.api"),
                Set.of(),
                "io.acme.words 1.0.0 needs the package io.acme.api",
                "io.acme.api 1.0.0 needs the package io.acme.base",
                "Nothing that is installed has it");
    }

    @Test
    void whatLeavesDoesNotCount() throws Exception {
        Bundle old = felix.start(exporting("io.acme.words", "1.0.0", "io.acme.words.spi;version=1.0.0"));
        refuses(
                TestJar.bundle("io.acme.words", "1.1.0").header("Import-Package", "io.acme.words.spi"),
                Set.of(old.getBundleId()),
                "io.acme.words 1.1.0 needs the package io.acme.words.spi");
    }

    @Test
    void whatHangsOnTheOldMustResolveAgainstTheNew() throws Exception {
        Bundle old = felix.start(exporting("io.acme.words", "1.0.0", "io.acme.words.spi;version=1.0.0"));
        felix.start(importing("io.acme.more", "io.acme.words.spi;version=\"[1,2)\""));
        passes(exporting("io.acme.words", "1.1.0", "io.acme.words.spi;version=1.1.0"), Set.of(old.getBundleId()));
        refuses(
                exporting("io.acme.words", "2.0.0", "io.acme.words.spi;version=2.0.0"),
                Set.of(old.getBundleId()),
                "io.acme.more 1.0.0 needs the package io.acme.words.spi [1,2)",
                "nearest is 2.0.0 of io.acme.words 2.0.0");
    }

    @Test
    void aConflictOfUsesIsToldAsTwoShortChains() throws Exception {
        felix.start(exporting("io.acme.text1", "1.0.0", "text;version=1.0.0"));
        felix.start(exporting("io.acme.text2", "2.0.0", "text;version=2.0.0"));
        felix.start(
                exporting("io.acme.lib", "1.0.0", "lib;uses:=text").header("Import-Package", "text;version=\"[2,3)\""));
        refuses(
                importing("io.acme.words", "lib,text;version=\"[1,2)\""),
                Set.of(),
                "io.acme.words 1.0.0 would see the package text twice",
                "io.acme.words 1.0.0 → io.acme.text1 1.0.0 (text 1.0.0)",
                "io.acme.words 1.0.0 → io.acme.lib 1.0.0 → io.acme.text2 2.0.0 (text 2.0.0)",
                "Both must come from one bundle");
    }

    @Test
    void bundlesThatNeedEachOtherResolveTogether() throws Exception {
        TestJar a = exporting("io.acme.a", "1.0.0", "pa").header("Import-Package", "pb");
        TestJar b = exporting("io.acme.b", "1.0.0", "pb").header("Import-Package", "pa");
        Report.Check together = dry.check(List.of(inspected(a), inspected(b)), Set.of());
        assertTrue(together.passed(), together.sentence());
        b.in(deploy, "b.jar");
        refuses(a, Set.of(), "needs the package pb", "b.jar in deploy/", "They need each other");
    }

    @Test
    void theVerdictIsTheFrameworksOwn() throws Exception {
        felix.start(exporting("io.acme.api", "1.0.0", "io.acme.api;version=1.0.0;kind=x;mandatory:=kind"));
        refuses(importing("io.acme.words", "io.acme.api"), Set.of(), "needs the package io.acme.api");
        passes(importing("io.acme.words", "io.acme.api;kind=x"), Set.of());
        passes(
                importing("io.acme.words", "io.nowhere;resolution:=optional").header("DynamicImport-Package", "*"),
                Set.of());
    }
}
