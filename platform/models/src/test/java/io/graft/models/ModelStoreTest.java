package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    @TempDir
    Path home;

    private ModelStore store;

    @BeforeEach
    void open() {
        store = new ModelStore(home);
    }

    private Path file(String pipeline, int version) {
        return home.resolve("models").resolve(pipeline).resolve(version + ".graft");
    }

    private PipelineException loadFails(String pipeline, OptionalInt version) {
        return assertThrows(PipelineException.class, () -> store.load(pipeline, version));
    }

    @Test
    void versionsAreCountedFromOneForEachPipeline() {
        assertEquals(1, store.store(Examples.model("tickets")).version());
        assertEquals(2, store.store(Examples.model("tickets")).version());
        assertEquals(1, store.store(Examples.model("spam")).version());
        assertTrue(Files.isRegularFile(file("tickets", 2)));
        assertEquals(2, store.load("tickets", OptionalInt.empty()).version());
        assertTrue(Examples.same(Examples.model("tickets").withVersion(1), store.load("tickets", OptionalInt.of(1))));
    }

    @Test
    void theTenthVersionIsNewerThanTheNinth() {
        for (int i = 0; i < 10; i++) store.store(Examples.model("tickets"));
        assertEquals(10, store.load("tickets", OptionalInt.empty()).version());
    }

    @Test
    void threadsThatStoreAtTheSameTimeGetDifferentVersions() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> versions = new ArrayList<>();
            for (int i = 0; i < 20; i++)
                versions.add(threads.submit(() ->
                        new ModelStore(home).store(Examples.model("tickets")).version()));
            List<Integer> got = new ArrayList<>();
            for (Future<Integer> v : versions) got.add(v.get());
            assertEquals(
                    IntStream.rangeClosed(1, 20).boxed().toList(),
                    got.stream().sorted().toList());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a second process does. */
    public static final class Storing {
        public static void main(String[] home) {
            for (int i = 0; i < 15; i++) new ModelStore(Path.of(home[0])).store(Examples.model("tickets"));
        }
    }

    @Test
    void processesThatStoreAtTheSameTimeGetDifferentVersions() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++)
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Storing.class.getName(),
                            home.toString())
                    .inheritIO()
                    .start());
        for (Process p : processes) {
            assertTrue(p.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, p.exitValue());
        }
        List<ModelInfo> list = store.list(Optional.of("tickets"));
        assertEquals(
                IntStream.rangeClosed(1, 30).boxed().toList(),
                list.stream().map(ModelInfo::version).toList());
        assertTrue(list.stream().allMatch(info -> info.damage().isEmpty()));
    }

    @Test
    void anInterruptedThreadStillStores() {
        Thread.currentThread().interrupt();
        try {
            assertEquals(1, store.store(Examples.model("tickets")).version());
        } finally {
            assertTrue(Thread.interrupted(), "still interrupted");
        }
        assertEquals(1, store.load("tickets", OptionalInt.empty()).version());
    }

    @Test
    void leftoversOfACrashAreIgnoredAndRemovedByTheNextStore() throws IOException {
        store.store(Examples.model("tickets"));
        Path leftover = Files.write(file("tickets", 2).resolveSibling("2.graft.0f.tmp"), new byte[100]);
        Files.createDirectory(home.resolve("models/never-finished"));
        assertEquals(1, store.load("tickets", OptionalInt.empty()).version());
        assertEquals(1, store.list(Optional.empty()).size());
        assertEquals(2, store.store(Examples.model("tickets")).version());
        assertFalse(Files.exists(leftover));
    }

    @Test
    void anUnknownPipelineIsAnsweredWithTheNearestName() {
        assertEquals(
                "There is no model of 'tikets'. No model is stored yet: train one first.",
                loadFails("tikets", OptionalInt.empty()).getMessage());
        for (String name : List.of("tickets", "tickets", "spam")) store.store(Examples.model(name));
        PipelineException e = loadFails("tikets", OptionalInt.empty());
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertEquals(
                "There is no model of 'tikets'. Did you mean 'tickets'? Stored: spam (version 1), tickets (versions 1 to 2).",
                e.getMessage());
        assertEquals(
                "There is no model of 'weather'. Stored: spam (version 1), tickets (versions 1 to 2).",
                loadFails("weather", OptionalInt.of(1)).getMessage());
    }

    @Test
    void anUnknownVersionIsAnsweredWithThoseThereAre() throws IOException {
        for (int i = 0; i < 5; i++) store.store(Examples.model("tickets"));
        Files.delete(file("tickets", 3));
        PipelineException e = loadFails("tickets", OptionalInt.of(3));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertEquals("There is no version 3 of 'tickets'. Stored: versions 1 to 2, 4 to 5.", e.getMessage());
    }

    @Test
    void noNameLeavesTheFolder() {
        for (String name :
                List.of("../x", "..", ".", "", "a/b", "a\\b", "Tickets", "-x", ".x", "x\0", "a".repeat(101))) {
            assertEquals(
                    ErrorCode.BAD_CALL, loadFails(name, OptionalInt.empty()).code(), name);
            Model model = Examples.model(name);
            PipelineException e = assertThrows(PipelineException.class, () -> store.store(model));
            assertEquals(ErrorCode.BAD_CALL, e.code(), name);
            e = assertThrows(PipelineException.class, () -> store.list(Optional.of(name)));
            assertEquals(ErrorCode.BAD_CALL, e.code(), name);
        }
        assertEquals(1, store.store(Examples.model("0.a_b-c..d")).version());
    }

    @Test
    void theListHasEveryModelInOrder() {
        for (String name : List.of("tickets", "spam", "tickets")) store.store(Examples.model(name));
        List<ModelInfo> all = store.list(Optional.empty());
        assertEquals(
                List.of("spam 1", "tickets 1", "tickets 2"),
                all.stream().map(i -> i.pipeline() + " " + i.version()).toList());
        assertEquals(all.subList(1, 3), store.list(Optional.of("tickets")));
        assertEquals(List.of(), store.list(Optional.of("weather")));
        assertEquals("dl4j-cpu", all.get(0).backend());
        assertEquals(Examples.CREATED, all.get(0).created());
        assertEquals(0.1 + 0.2, all.get(0).metrics().get("accuracy"));
        assertEquals(file("spam", 1), all.get(0).file());
    }

    @Test
    void aDamagedFileIsListedWithWhatIsWrongAndNotLoaded() throws IOException {
        for (int i = 0; i < 3; i++) store.store(Examples.model("tickets"));
        assertTrue(
                store.list(Optional.empty()).stream().allMatch(i -> i.damage().isEmpty()));
        byte[] bytes = Files.readAllBytes(file("tickets", 3));
        Files.write(file("tickets", 3), Arrays.copyOf(bytes, bytes.length / 2));
        bytes = Files.readAllBytes(file("tickets", 2));
        bytes[bytes.length - 400] ^= 1;
        Files.write(file("tickets", 2), bytes);
        Files.setLastModifiedTime(file("tickets", 2), FileTime.fromMillis(1));
        List<ModelInfo> list = store.list(Optional.of("tickets"));
        assertTrue(list.get(0).damage().isEmpty());
        assertTrue(list.get(1).damage().orElseThrow().startsWith("The model file is damaged:"), list.toString());
        assertTrue(list.get(2).damage().orElseThrow().contains("cut short"), list.toString());
        assertEquals(bytes.length, list.get(1).bytes());
        PipelineException e = loadFails("tickets", OptionalInt.empty());
        assertEquals(ErrorCode.BAD_MODEL, e.code());
        assertEquals(file("tickets", 3).toString(), e.at());
        assertEquals(4, store.store(Examples.model("tickets")).version());
        assertEquals(4, store.load("tickets", OptionalInt.empty()).version());
    }

    @Test
    void aFileUnderAnotherNameIsNotTakenForWhatItIsNot() throws IOException {
        store.store(Examples.model("tickets"));
        Files.copy(file("tickets", 1), file("tickets", 9));
        PipelineException e = loadFails("tickets", OptionalInt.of(9));
        assertEquals(ErrorCode.BAD_MODEL, e.code());
        assertEquals(
                "The file holds version 1 of 'tickets', but lies where version 9 of 'tickets' belongs. Give it back its name.",
                e.getMessage());
        assertEquals(
                e.getMessage(), store.list(Optional.empty()).get(1).damage().orElseThrow());
    }

    @Test
    void anUnchangedFileIsCheckedOnce() {
        store.store(Examples.model("tickets"));
        assertSame(
                store.list(Optional.empty()).get(0),
                store.list(Optional.empty()).get(0));
    }
}
