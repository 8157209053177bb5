package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, with a small shell. */
class MainTest {
    /** What the manifest of the launcher's jar says to a JVM that is started with -jar. */
    private static final List<String> EXPORTS = List.of("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED");

    @TempDir
    private Path folder;

    private Path distribution;

    @BeforeEach
    void aDistributionWithASpaceInItsName() throws IOException {
        distribution = folder.resolve("my graft");
        Files.createDirectories(distribution.resolve("bundle"));
        bundle(
                "io.graft.shell",
                "Bundle-Activator: " + StubShell.class.getName()
                        + "\nImport-Package: org.osgi.framework,org.osgi.framework.startlevel\n");
    }

    @Test
    void theCommandGetsItsArgumentsAndItsExitCodeCounts() throws Exception {
        Ended echo = run("echo", "a b", "", "--json");
        assertEquals(new Ended(0, "echo|a b||--json\n", ""), echo);
        assertEquals(42, run("other").exitCode());
    }

    @Test
    void theDataFolderIsAFrameworkProperty() throws Exception {
        Path home = folder.resolve("home");
        assertEquals(
                home + "\n",
                run("property", "graft.home", "--home", home.toString()).out());
        assertTrue(Files.isDirectory(home.resolve("cache")));
        assertEquals(
                distribution.resolve("data") + "\n",
                run("property", "graft.home").out());
    }

    @Test
    void theConfigurationFileBecomesFrameworkProperties() throws Exception {
        Files.writeString(
                Files.createDirectory(distribution.resolve("conf")).resolve("graft.properties"), "env.allowed=A,B\n");
        assertEquals("A,B\n", run("property", "graft.env.allowed").out());
    }

    @Test
    void aWarmStartAndAStartWithAnotherShellBothWork() throws Exception {
        assertEquals(0, run("echo").exitCode());
        assertEquals(0, run("echo").exitCode());
        bundle("org.example.more", "");
        assertEquals(0, run("echo").exitCode());
    }

    @Test
    void twoProcessesShareADataFolder() throws Exception {
        Process first = start("wait");
        try (BufferedReader out = first.inputReader()) {
            assertEquals("waiting", out.readLine());
            assertEquals(0, run("echo").exitCode());
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void interruptLetsTheCommandSaveItsWork() throws Exception {
        assertEquals(new Ended(130, "saved\n", ""), signalled("INT", "wait"));
    }

    @Test
    void terminateLetsTheCommandSaveItsWork() throws Exception {
        assertEquals(new Ended(130, "saved\n", ""), signalled("TERM", "wait"));
    }

    @Test
    void aCommandThatDoesNotEndIsEndedByForce() throws Exception {
        assertEquals(
                new Ended(143, "", "The command did not end within 1 s of the signal; ended by force.\n"),
                signalled("TERM", "spin"));
    }

    @Test
    void aFaultOfTheShellIsExitCodeOne() throws Exception {
        Ended failed = run("fail");
        assertEquals(1, failed.exitCode());
        assertTrue(
                failed.err().startsWith("Graft failed: java.lang.IllegalStateException: a fault of the shell"),
                failed.err());
    }

    @Test
    void aShellThatCannotStartIsExplained() throws Exception {
        bundle("io.graft.shell", "Import-Package: org.nobody;version=\"[1.2,2)\"\n");
        Ended ended = run("echo");
        assertEquals(3, ended.exitCode());
        assertEquals("", ended.out());
        assertEquals(
                List.of(
                        "Graft's commands did not come up.",
                        "  io.graft.shell did not start: no bundle exports the package org.nobody, version 1.2.0 up to but not 2.0.0.",
                        "  Declarative services (org.apache.felix.scr) does not run.",
                        "Unpack Graft's archive again, or take out of bundle/ what was added there."),
                ended.err().lines().toList());
    }

    @Test
    void aPluginThatCannotStartIsAWarningOnly() throws Exception {
        bundle("org.example.odd", "Import-Package: org.nobody\n");
        Ended ended = run("echo");
        assertEquals(0, ended.exitCode());
        assertEquals("echo\n", ended.out());
        assertTrue(
                ended.err()
                        .endsWith(
                                " warning launcher: org.example.odd did not start: no bundle exports the package org.nobody.\n"),
                ended.err());
    }

    @Test
    void theServersBundlesRunWhenTheStartLevelIsRaisedOnly() throws Exception {
        bundle("server/org.example.server", "");
        bundle("server/org.example.broken", "Import-Package: org.nobody\n");
        for (String start : new String[] {"cold", "warm"}) {
            Ended ended = run("states", "3");
            assertEquals(
                    List.of(
                            "io.graft.shell runs, org.example.broken waits, org.example.server waits",
                            "io.graft.shell runs, org.example.broken waits, org.example.server runs"),
                    ended.out().lines().toList(),
                    start);
            assertFalse(ended.err().contains("warning launcher"), ended.err());
        }
    }

    @Test
    void bundlesSeeTheVectorApiAndTheJavaMachineWarnsOfNothing() throws Exception {
        assumeTrue(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent(), "this Java has none");
        shellThatImportsVectors();
        for (String start : new String[] {"cold", "warm"})
            assertEquals(new Ended(0, "there\n", ""), ended(process(EXPORTS, "vectors")), start);
    }

    @Test
    void withoutAccessToTheVectorApiBundlesDoWithout() throws Exception {
        shellThatImportsVectors();
        assertEquals(new Ended(0, "not there\n", ""), run("vectors"));
    }

    private void shellThatImportsVectors() throws IOException {
        bundle(
                "io.graft.shell",
                "Bundle-Activator: " + StubShell.class.getName()
                        + "\nImport-Package: org.osgi.framework,org.osgi.framework.startlevel,\n jdk.incubator.vector;resolution:=optional\n");
    }

    @Test
    void twoVersionsOfABundleRunSideBySide() throws Exception {
        bundle("one/org.example.words", "Bundle-Version: 1\n");
        Path bundles = distribution.resolve("bundle");
        Files.move(bundles.resolve("one/org.example.words.jar"), bundles.resolve("words-1.jar"));
        bundle("org.example.words", "Bundle-Version: 1\n");
        assertEquals(
                "io.graft.shell runs, org.example.words runs, org.example.words runs",
                run("states", "2").out().lines().findFirst().orElseThrow());
    }

    @Test
    void aJarThatIsNoBundleIsNamed() throws Exception {
        Path jar = Files.writeString(distribution.resolve("bundle").resolve("x.jar"), "no zip");
        Ended ended = run("echo");
        assertEquals(3, ended.exitCode());
        assertTrue(ended.err().startsWith(jar + " is no usable bundle: "), ended.err());
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended run(String... arguments) throws Exception {
        return ended(start(arguments));
    }

    /** Sends a signal once the command says that it waits. */
    private Ended signalled(String signal, String command) throws Exception {
        assumeTrue(File.separatorChar == '/', "signals are sent by kill");
        Process process = start(command);
        StringBuilder first = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0 && c != '\n';
                c = process.getInputStream().read()) {
            first.append((char) c);
        }
        assertEquals("waiting", first.toString());
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor());
        return ended(process);
    }

    private static Ended ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
        return new Ended(process.exitValue(), out, err);
    }

    private Process start(String... arguments) throws Exception {
        return process(List.of(), arguments);
    }

    private Process process(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (interruptIsIgnored()) command.addAll(List.of("env", "--default-signal=INT")); // as bin/graft does
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow"); // as bin/graft says it
        }
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                place(Main.class) + File.pathSeparator + place(FrameworkFactory.class),
                "-Dgraft.dist=" + distribution,
                "-Dgraft.start.seconds=5",
                "-Dgraft.stop.seconds=1",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("GRAFT_HOME", "GRAFT_LOG", "JAVA_TOOL_OPTIONS"));
        return builder.start();
    }

    /** Whether this build was started as a background job of a script, whose children never see SIGINT. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) return false;
        for (String line : Files.readAllLines(status))
            if (line.startsWith("SigIgn:"))
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
        return false;
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Writes a bundle that holds nothing but the stub; its name may begin with a folder. */
    private void bundle(String name, String headers) throws IOException {
        String manifest = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: "
                + name.substring(name.indexOf('/') + 1) + "\n" + headers;
        Path jar = distribution.resolve("bundle").resolve(name + ".jar");
        Files.createDirectories(jar.getParent());
        String entry = StubShell.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(
                        file,
                        new Manifest(new java.io.ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))));
                InputStream code = StubShell.class.getClassLoader().getResourceAsStream(entry)) {
            zip.putNextEntry(new ZipEntry(entry));
            code.transferTo(zip);
            zip.closeEntry();
        }
    }
}
