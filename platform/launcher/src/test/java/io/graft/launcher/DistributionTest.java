package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void oneBundle() throws IOException {
        jar = Files.createDirectories(folder.resolve("bundle")).resolve("b.jar");
        Files.writeString(jar, "one");
        Files.writeString(folder.resolve("bundle").resolve("README.txt"), "no bundle");
    }

    @Test
    void onlyJarsAreBundles() throws Stop {
        assertEquals(List.of(jar), Distribution.at(folder).bundles());
    }

    @Test
    void theServersBundlesAreKnownAndChangeTheKey() throws Exception {
        String before = Distribution.at(folder).key();
        Path server = Files.createDirectory(folder.resolve("bundle").resolve("server"));
        Path http = Files.writeString(server.resolve("http.jar"), "two");
        assertEquals(List.of(jar), Distribution.at(folder).bundles());
        assertEquals(List.of(http), Distribution.at(folder).server());
        assertNotEquals(before, Distribution.at(folder).key());
    }

    @Test
    void theKeyStaysWhileNothingChanges() throws Stop {
        assertEquals(Distribution.at(folder).key(), Distribution.at(folder).key());
    }

    @Test
    void aLongerJarChangesTheKey() throws Exception {
        String before = Distribution.at(folder).key();
        Files.writeString(jar, "three");
        assertNotEquals(before, Distribution.at(folder).key());
    }

    @Test
    void anAddedJarChangesTheKey() throws Exception {
        String before = Distribution.at(folder).key();
        Files.writeString(jar.resolveSibling("c.jar"), "two");
        assertNotEquals(before, Distribution.at(folder).key());
    }

    @Test
    void anotherTimeChangesTheKey() throws Exception {
        String before = Distribution.at(folder).key();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        assertNotEquals(before, Distribution.at(folder).key());
    }

    @Test
    void withoutBundlesItSaysWhereTheyShouldBe() throws IOException {
        Files.delete(jar);
        Stop stop = assertThrows(Stop.class, () -> Distribution.at(folder));
        assertEquals(3, stop.exitCode());
        assertEquals(
                "There are no bundles in " + folder.resolve("bundle") + ". Unpack Graft's archive again.",
                stop.getMessage());
    }

    @Test
    void theConfigurationMayBeMissing() throws Exception {
        assertEquals(new Properties(), Distribution.at(folder).configuration());
        Files.writeString(
                Files.createDirectory(folder.resolve("conf")).resolve("graft.properties"), "env.allowed=A,B\n");
        assertEquals("A,B", Distribution.at(folder).configuration().getProperty("env.allowed"));
    }

    @Test
    void aBrokenConfigurationIsNamed() throws Exception {
        Path file = Files.createDirectory(folder.resolve("conf")).resolve("graft.properties");
        Files.writeString(file, "a=\\uXYZW\n");
        Stop stop = assertThrows(Stop.class, () -> Distribution.at(folder).configuration());
        assertEquals(2, stop.exitCode());
        assertEquals(true, stop.getMessage().startsWith(file + " cannot be read: "), stop.getMessage());
    }
}
