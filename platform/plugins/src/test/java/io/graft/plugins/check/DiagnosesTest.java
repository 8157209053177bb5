package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

class DiagnosesTest {
    @TempDir
    Path folder;

    private RunningFelix felix;
    private Path deploy;
    private Diagnoses diagnoses;

    @BeforeEach
    void start() throws Exception {
        felix = new RunningFelix(folder.resolve("cache"));
        deploy = Files.createDirectory(folder.resolve("deploy"));
        Path scr = Path.of(org.apache.felix.scr.info.ScrInfo.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Bundle bundle = felix.context().installBundle("reference:" + scr.toUri());
        bundle.start();
        ServiceComponentRuntime runtime =
                felix.context().getService(felix.context().getServiceReference(ServiceComponentRuntime.class));
        diagnoses = new Diagnoses(felix.context(), Optional.of(runtime), new Nearby(Map.of("deploy/", deploy)));
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private Diagnosis one(String plugin) {
        List<Diagnosis> found = diagnoses.of(b -> plugin.equals(b.getSymbolicName()));
        assertEquals(1, found.size(), found.toString());
        assertEquals(plugin, found.get(0).plugin());
        return found.get(0);
    }

    /** A bundle with one component that offers a service and asks for another. */
    private static TestJar component(String bundle, String name, String offers, String asks) {
        TestJar jar = TestJar.bundle(bundle, "1.0.0")
                .header("Service-Component", "OSGI-INF/c.xml")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"")
                .source(
                        "p." + name,
                        "package p; public class " + name
                                + " implements Runnable, java.util.concurrent.Callable<String>, AutoCloseable {"
                                + " public void run() {} public String call() { return null; } public void close() {} public void bind(Object o) {} }");
        if (!offers.isEmpty())
            jar.header(
                    "Provide-Capability", "osgi.service;objectClass:List<String>=\"" + offers + "\";effective:=active");
        return jar.entry(
                "OSGI-INF/c.xml",
                "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + bundle + "." + name
                        + "' immediate='true'><implementation class='p." + name + "'/>"
                        + (offers.isEmpty() ? "" : "<service><provide interface='" + offers + "'/></service>")
                        + (asks.isEmpty() ? "" : "<reference name='it' interface='" + asks + "' bind='bind'/>")
                        + "</scr:component>");
    }

    @Test
    void nothingIsSaidOfWhatWorks() throws Exception {
        felix.start(component("io.acme.words", "Words", "java.lang.Runnable", ""));
        assertEquals(List.of(), diagnoses.of(b -> true));
    }

    @Test
    void aBundleThatDoesNotResolveIsToldWithTheNearestVersionAndWhereAnotherLies() throws Exception {
        felix.start(TestJar.bundle("io.acme.api", "1.0.3").header("Export-Package", "io.acme.api;version=1.0.0"));
        felix.install(
                TestJar.bundle("io.acme.words", "1.0.0").header("Import-Package", "io.acme.api;version=\"[1.5,2)\""));
        Diagnosis found = one("io.acme.words");
        TestJar.says(
                found.sentence(),
                "io.acme.words 1.0.0 needs the package io.acme.api [1.5,2)",
                "nearest is 1.0.0 of io.acme.api 1.0.3 (installed)");
        TestJar.says(String.join("\n", found.details()), "Unable to resolve", "osgi.wiring.package");

        TestJar.bundle("io.acme.api", "1.6.0")
                .header("Export-Package", "io.acme.api;version=1.6.0")
                .in(deploy, "api.jar");
        Files.writeString(deploy.resolve("garbage.jar"), "no jar");
        TestJar.says(
                one("io.acme.words").sentence(), "io.acme.api 1.6.0 has it (api.jar in deploy/)", "install that too");
    }

    @Test
    void aConflictHasItsTwoChainsInTheDetails() throws Exception {
        felix.start(TestJar.bundle("text1", "1.0.0").header("Export-Package", "text;version=1.0.0"));
        felix.start(TestJar.bundle("text2", "2.0.0").header("Export-Package", "text;version=2.0.0"));
        felix.start(TestJar.bundle("lib", "1.0.0")
                .header("Export-Package", "lib;uses:=text")
                .header("Import-Package", "text;version=2"));
        felix.install(TestJar.bundle("io.acme.words", "1.0.0").header("Import-Package", "lib,text;version=\"[1,2)\""));
        Diagnosis found = one("io.acme.words");
        TestJar.says(found.sentence(), "would see the package text twice");
        TestJar.says(
                found.details().get(0) + found.details().get(1),
                "→ text1 1.0.0 (text 1.0.0)",
                "→ lib 1.0.0 → text2 2.0.0 (text 2.0.0)");
    }

    @Test
    void componentsThatWaitForEachOtherAreFollowedToTheOneThatIsMissing() throws Exception {
        felix.start(component("io.acme.a", "A", "java.lang.Runnable", "java.util.concurrent.Callable"));
        felix.start(component("io.acme.b", "B", "java.util.concurrent.Callable", "java.lang.AutoCloseable"));
        Diagnosis found = one("io.acme.a");
        TestJar.says(
                found.sentence(),
                "A of io.acme.a 1.0.0 waits for java.util.concurrent.Callable",
                "which B of io.acme.b offers, but that waits for java.lang.AutoCloseable",
                "nothing that is installed offers it");
        TestJar.says(String.join("\n", found.details()), "unsatisfied reference it");

        component("io.acme.c", "C", "java.lang.AutoCloseable", "").in(deploy, "c.jar");
        TestJar.says(one("io.acme.a").sentence(), "io.acme.c 1.0.0 offers it (c.jar in deploy/)");

        felix.install(
                component("io.acme.c", "C", "java.lang.AutoCloseable", "").header("Import-Package", "io.nowhere"));
        TestJar.says(
                one("io.acme.a").sentence(),
                "which io.acme.c 1.0.0 offers, but that does not resolve",
                "io.acme.c 1.0.0 needs the package io.nowhere");
    }

    @Test
    void aCircleOfComponentsIsTold() throws Exception {
        felix.start(component("io.acme.a", "A", "java.lang.Runnable", "java.util.concurrent.Callable"));
        felix.start(component("io.acme.b", "B", "java.util.concurrent.Callable", "java.lang.Runnable"));
        TestJar.says(one("io.acme.a").sentence(), "waits for itself", "A → B → A", "optional");
    }

    @Test
    void aComponentThatFailsIsToldWithItsReason() throws Exception {
        felix.start(
                component("io.acme.a", "A", "", "")
                        .source(
                                "p.A",
                                "package p; public class A { public A() { throw new IllegalStateException(\"no licence\"); } }"));
        TestJar.says(one("io.acme.a").sentence(), "A of io.acme.a 1.0.0 could not be activated", "no licence");
    }

    @Test
    void aBundleThatWasStoppedOrWhoseActivatorFailsIsTold() throws Exception {
        felix.start(TestJar.bundle("io.acme.words", "1")).stop();
        TestJar.says(one("io.acme.words").sentence(), "io.acme.words 1.0.0 resolves, but does not run");
        TestJar broken = TestJar.bundle("io.acme.broken", "1").header("Bundle-Activator", "p.Gone");
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(BundleException.class, () -> felix.start(broken))
                        .getMessage()
                != null);
        TestJar.says(one("io.acme.broken").sentence(), "activator failed");
    }

    @Test
    void withoutDeclarativeServicesBundlesAreStillDiagnosed() throws Exception {
        felix.install(TestJar.bundle("io.acme.words", "1.0.0").header("Import-Package", "io.nowhere"));
        List<Diagnosis> found = new Diagnoses(felix.context(), Optional.empty(), Nearby.nothing())
                .of(b -> "io.acme.words".equals(b.getSymbolicName()));
        TestJar.says(found.get(0).sentence(), "io.nowhere", "Nothing that is installed has it");
    }
}
