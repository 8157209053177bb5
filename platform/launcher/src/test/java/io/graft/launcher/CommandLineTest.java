package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final Distribution DISTRIBUTION = new Distribution(Path.of("/opt/graft"), List.of(), List.of());

    @Test
    void homeIsTakenOutAndTheRestStaysInOrder() throws Stop {
        CommandLine line = CommandLine.parse("train", "--home", "/var/graft", "a b.yaml", "--json");
        assertArrayEquals(new String[] {"train", "a b.yaml", "--json"}, line.command());
        assertEquals(Path.of("/var/graft"), line.home(Map.of("GRAFT_HOME", "/elsewhere"), DISTRIBUTION));
    }

    @Test
    void homeMayBeWrittenWithAnEqualsSign() throws Stop {
        assertEquals(
                Path.of("/var/graft"), CommandLine.parse("--home=/var/graft").home(Map.of(), DISTRIBUTION));
    }

    @Test
    void theEnvironmentComesBeforeTheUnpackedFolder() throws Stop {
        CommandLine line = CommandLine.parse("models");
        assertEquals(Path.of("/srv/graft"), line.home(Map.of("GRAFT_HOME", "/srv/graft"), DISTRIBUTION));
        assertEquals(Path.of("/opt/graft/data"), line.home(Map.of("GRAFT_HOME", ""), DISTRIBUTION));
    }

    @Test
    void whatFollowsTwoHyphensIsLeftAlone() throws Stop {
        CommandLine line = CommandLine.parse("predict", "--", "--home", "x", "--quiet");
        assertArrayEquals(new String[] {"predict", "--", "--home", "x", "--quiet"}, line.command());
        assertTrue(line.option().isEmpty());
        assertFalse(line.quiet());
    }

    @Test
    void quietIsSeenAndPassedOn() throws Stop {
        CommandLine line = CommandLine.parse("--quiet", "demo");
        assertTrue(line.quiet());
        assertArrayEquals(new String[] {"--quiet", "demo"}, line.command());
    }

    @Test
    void homeWithoutAFolderIsAWrongCall() {
        assertEquals(
                2,
                assertThrows(Stop.class, () -> CommandLine.parse("demo", "--home"))
                        .exitCode());
        assertEquals(
                2, assertThrows(Stop.class, () -> CommandLine.parse("--home=")).exitCode());
    }
}
