package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that becomes full while a model is written costs nothing but the attempt. */
class DiskFullTest {
    @TempDir
    Path folder;

    /** A stream that has room for so many bytes. */
    private static final class Full extends FilterOutputStream {
        private long room;

        Full(OutputStream out, long room) {
            super(out);
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            int fits = (int) Math.min(room, len);
            out.write(b, off, fits);
            room -= fits;
            if (fits < len) throw new IOException("No space left on device");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whereverTheRoomEndsTheOldFileStaysAndNothingIsLeftBeside() throws IOException {
        Path file = folder.resolve("tickets.graft");
        ModelFile.write(file, Examples.model("tickets"));
        byte[] before = Files.readAllBytes(file);
        for (long room = 0; room < before.length; room += 97) {
            long bytes = room;
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> ModelWriter.write(file, Examples.model("tickets"), out -> new Full(out, bytes)));
            assertEquals(ErrorCode.RESOURCE, e.code());
            assertEquals(file.toString(), e.at());
            assertEquals(
                    "The model cannot be written: No space left on device. Nothing was changed; free some space, or choose another folder, and try again.",
                    e.getMessage());
            assertEquals(List.of("tickets.graft"), names(folder));
        }
        assertEquals("tickets", ModelFile.read(file).pipeline());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("models"));
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> ModelFile.write(inTheWay.resolve("tickets.graft"), Examples.model("tickets")));
        assertEquals(ErrorCode.RESOURCE, e.code());
        assertTrue(e.getMessage().contains("something else has this name"), e.getMessage());
    }

    @Test
    void aRealFileSystemThatIsFullBehavesTheSame() throws Exception {
        Path tiny = Files.createDirectory(folder.resolve("tiny"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "graft-test", tiny.toString()),
                "skipped: mounting a tmpfs needs rights that this user lacks");
        try {
            Path file = tiny.resolve("tickets.graft");
            ModelFile.write(file, Examples.model("tickets"));
            Model large = Examples.model("tickets", Examples.graph(50_000, 4));
            PipelineException e = assertThrows(PipelineException.class, () -> ModelFile.write(file, large));
            assertEquals(ErrorCode.RESOURCE, e.code());
            assertTrue(
                    e.getMessage().startsWith("The model cannot be written: No space left on device."), e.getMessage());
            assertEquals(List.of("tickets.graft"), names(tiny));
            assertTrue(Examples.same(Examples.model("tickets"), ModelFile.read(file)));
        } finally {
            assertTrue(run("umount", tiny.toString()));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }
}
