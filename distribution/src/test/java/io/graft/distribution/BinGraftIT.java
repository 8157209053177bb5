package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, as a user calls it. */
@DisabledOnOs(OS.WINDOWS)
class BinGraftIT {
    private static final String VERSION = "graft " + System.getProperty("graft.version") + "\n";

    @TempDir
    private Path folder;

    @Test
    void theVersionIsAllThatIsPrinted() throws Exception {
        assertEquals(new Ended(0, VERSION, ""), run(script(), Map.of(), "--version"));
    }

    @Test
    void theArchiveUnpacksToTheSameFolderAndRunsThere() throws Exception {
        Process tar = new ProcessBuilder("tar", "xzf", System.getProperty("graft.archive"), "-C", folder.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        Path unpacked = folder.resolve("graft-" + System.getProperty("graft.version"));
        Path withSpaces = Files.move(unpacked, folder.resolve("my graft"));
        assertEquals(names(InGraft.distribution().resolve("bundle")), names(withSpaces.resolve("bundle")));
        assertEquals(new Ended(0, VERSION, ""), run(withSpaces.resolve("bin/graft"), Map.of(), "--version"));
        assertTrue(
                Files.isDirectory(withSpaces.resolve("data/cache")), "the data folder is data/ in the unpacked folder");
    }

    @Test
    void itRunsThroughSymbolicLinks() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("first link"), script());
        Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());
        assertEquals(new Ended(0, VERSION, ""), run(second, Map.of(), "--version"));
    }

    @Test
    void aJavaHomeWithoutJavaIsSaidSo() throws Exception {
        assertEquals(
                new Ended(
                        1,
                        "",
                        "JAVA_HOME is " + folder + ", but there is no bin/java in it. Set it to a Java 17 or later.\n"),
                run(script(), Map.of("JAVA_HOME", folder.toString()), "--version"));
    }

    @Test
    void anOldJavaIsSaidSo() throws Exception {
        Path java =
                Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertEquals(
                new Ended(
                        1, "", "Graft needs Java 17 or later; " + java + " is 11.0.2. Set JAVA_HOME to a newer one.\n"),
                run(script(), Map.of("JAVA_HOME", folder.toString()), "--version"));
    }

    @Test
    void jvmOptionsComeFromTheEnvironment() throws Exception {
        Ended ended = run(script(), Map.of("GRAFT_OPTS", "-Xmx64m -XX:+PrintFlagsFinal"), "--version");
        assertTrue(ended.out().lines().anyMatch(line -> line.matches(".* MaxHeapSize +:?= 67108864 .*")), ended.out());
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsSaidSo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Ended ended = run(script(), Map.of(), "--version", "--home", file.toString());
        assertEquals(1, ended.exitCode());
        assertEquals("", ended.out());
        assertTrue(ended.err().startsWith("The data folder " + file + " cannot be written"), ended.err());
    }

    private static Path script() {
        return InGraft.distribution().resolve("bin").resolve("graft");
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("GRAFT_HOME", "GRAFT_LOG", "GRAFT_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Path err = folder.resolve("err.txt");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
        return new Ended(process.exitValue(), out, Files.readString(err));
    }
}
