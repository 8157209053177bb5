package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.distribution.GraftCommand.Result;
import io.graft.distribution.GraftCommand.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted or killed goes on where it was, and ends as if nothing had happened. */
class InterruptionIT {
    @TempDir
    private Path folder;

    private GraftCommand graft(String home) throws IOException {
        return new GraftCommand(Files.createDirectories(folder.resolve(home)), folder);
    }

    /** The example, long enough that something can happen to it; dropout makes every step depend on its number. */
    private String longRun() throws IOException {
        Path example = InGraft.distribution().resolve("examples/mlp");
        for (String name : new String[] {"train.csv", "dev.csv"})
            Files.copy(example.resolve(name), folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        String yaml = Files.readString(example.resolve("mlp.yaml"))
                .replace(
                        "    - dense: { units: classes }",
                        "    - dropout: { rate: 0.2 }\n    - dense: { units: classes }")
                .replaceAll(
                        "train: \\{ epochs.*",
                        "train: { epochs: 120, batch: 32, seed: 7, checkpoint: { every: 20 steps, keep: 2 } }");
        Files.writeString(folder.resolve("mlp.yaml"), yaml);
        return "mlp.yaml";
    }

    private static void interrupt(Running run) throws IOException, InterruptedException {
        String pid = Long.toString(run.process().pid());
        assertEquals(0, new ProcessBuilder("kill", "-INT", pid).start().waitFor());
    }

    private static byte[] parameters(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("models"))) {
            Path model = files.filter(f -> f.toString().endsWith(".graft"))
                    .findFirst()
                    .orElseThrow();
            try (ZipFile zip = new ZipFile(model.toFile())) {
                return zip.getInputStream(zip.getEntry("parameters.safetensors"))
                        .readAllBytes();
            }
        }
    }

    @Test
    void killedAndResumedGivesTheSameParametersAsNeverKilled() throws Exception {
        String file = longRun();
        Result whole = graft("whole").run("train", file);
        assertEquals(0, whole.exit(), whole::toString);

        GraftCommand killed = graft("killed");
        Running run = killed.start("train", file);
        run.awaitTold("epoch 6/120");
        run.process().destroyForcibly();
        run.end();
        assertTrue(killed.run("runs").out().contains("interrupted"));
        Result resumed = killed.run("train", file, "--resume");
        assertEquals(0, resumed.exit(), resumed::toString);
        assertTrue(resumed.err().contains("Resumed in epoch"), resumed::toString);
        assertArrayEquals(parameters(folder.resolve("whole")), parameters(folder.resolve("killed")));
    }

    @Test
    void interruptedByCtrlCSavesACheckpointAndExits130() throws Exception {
        String file = longRun();
        GraftCommand graft = graft("interrupted");
        Running run = graft.start("train", file);
        run.awaitTold("epoch 3/120");
        interrupt(run);
        Result r = run.end();
        assertEquals(130, r.exit(), r::toString);
        assertTrue(r.err().contains("--resume"), r::toString);
        Result resumed = graft.run("train", file, "--resume");
        assertEquals(0, resumed.exit(), resumed::toString);
        assertTrue(resumed.err().contains("Resumed in epoch"), resumed::toString);
    }

    @Test
    void aSecondRunOfOnePipelineIsRefusedWhileTheFirstGoesOn() throws Exception {
        String file = longRun();
        GraftCommand graft = graft("twice");
        Running first = graft.start("train", file, "--set", "train.epochs=1000000");
        first.awaitTold("epoch 1/1000000");
        Result second = graft.run("train", file);
        assertEquals(1, second.exit(), second::toString);
        assertTrue(second.err().contains("'mlp' is being trained by another run"), second::toString);
        interrupt(first);
        assertEquals(130, first.end().exit());
    }

    @Test
    void aChangedDescriptorIsNotResumed() throws Exception {
        String file = longRun();
        GraftCommand graft = graft("changed");
        Running run = graft.start("train", file);
        run.awaitTold("epoch 3/120");
        run.process().destroyForcibly();
        run.end();
        Result r = graft.run("train", file, "--resume", "--set", "train.batch=16");
        assertEquals(2, r.exit(), r::toString);
        assertTrue(r.err().contains("descriptor has changed"), r::toString);
    }
}
