package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.ModelStore;
import io.graft.pipeline.BackendChooser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackgroundRunsTest {
    @TempDir
    private Path home;

    private final Fakes fakes = new Fakes();
    private final Map<String, List<RunEvent>> events = new ConcurrentHashMap<>();
    private ModelStore models;
    private RunStore store;
    private BackgroundRuns runs;

    @BeforeEach
    void open() {
        models = new ModelStore(home);
        runs = runs(1, Duration.ofSeconds(30));
        runs.listen((run, event) ->
                events.computeIfAbsent(run, r -> new CopyOnWriteArrayList<>()).add(event));
    }

    private BackgroundRuns runs(int parallel, Duration patience) {
        store = new RunStore(home);
        return new BackgroundRuns(
                new Trainer(fakes.catalog, models, store, new BackendChooser(), "0.1.0", Duration.ZERO),
                store,
                parallel,
                patience);
    }

    @AfterEach
    void close() {
        runs.stop();
        await(() -> threads().isEmpty()); // one that has just ended tells its listeners
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("graft-"))
                .toList();
    }

    private RunRecord start(String yaml) {
        return runs.start(fakes.descriptor(yaml), false);
    }

    private static String named(String pipeline) {
        return Fakes.YAML.replace("pipeline: test", "pipeline: " + pipeline);
    }

    /** Steps take a millisecond, so that a run is still going on when it is spoken to. */
    private static String endless() {
        return Fakes.YAML.replace("epochs: 4", "epochs: 100000");
    }

    private void slowly() {
        fakes.opened = s -> s.before = step -> {
            if (!Thread.currentThread().isInterrupted()) LockSupport.parkNanos(1_000_000);
        };
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it never became true");
            Thread.onSpinWait();
        }
    }

    private RunRecord ended(RunRecord run) {
        await(() -> runs.find(run.id()).orElseThrow().state() != RunRecord.State.RUNNING);
        return runs.find(run.id()).orElseThrow();
    }

    private PipelineException refused(Runnable call) {
        return assertThrows(PipelineException.class, call::run);
    }

    @Test
    void aRunGoesOnInTheBackgroundAndIsTold() {
        RunRecord run = start(Fakes.YAML);
        assertEquals(RunRecord.State.RUNNING, run.state());
        RunRecord done = ended(run);
        assertEquals(RunRecord.State.DONE, done.state());
        assertEquals(1, done.model());
        await(() -> events.get(run.id()).stream().anyMatch(e -> e instanceof RunEvent.Ended));
        List<RunEvent> told = events.get(run.id());
        assertTrue(told.stream().anyMatch(e -> e instanceof RunEvent.Began));
        assertEquals(done, ((RunEvent.Ended) told.get(told.size() - 1)).run());
        assertTrue(runs.progress(run.id()).isEmpty(), "it has ended");
        assertEquals(List.of(done), runs.list());
    }

    @Test
    void whatFailsBeforeThereIsARecordIsThrown() {
        try (RunStore.Hold hold = store.hold("test")) {
            PipelineException e = refused(() -> start(Fakes.YAML));
            assertEquals(ErrorCode.BUSY, e.code());
        }
        assertEquals(List.of(), runs.list());
        ended(start(Fakes.YAML));
    }

    @Test
    void whatFailsLaterIsInTheRecord() {
        fakes.rows.put("train", List.of());
        RunRecord run = ended(start(Fakes.YAML));
        assertEquals(RunRecord.State.FAILED, run.state());
        assertEquals("The training data has no rows.", run.message());
        await(() -> events.get(run.id()).stream()
                .anyMatch(e -> e instanceof RunEvent.Ended end && end.run().equals(run)));
    }

    @Test
    void noMoreRunsThanAllowedGoOnAtOnce() {
        slowly();
        RunRecord first = start(endless());
        PipelineException e = refused(() -> start(named("second")));
        assertEquals(ErrorCode.BUSY, e.code());
        assertEquals(
                "A run is going on already (test), and no more may at once. Wait, cancel one, or raise graft.runs.parallel.",
                e.getMessage());
        assertEquals(ErrorCode.BUSY, refused(() -> start(Fakes.YAML)).code());
        runs.cancel(first.id());
        ended(start(named("second")));
        BackgroundRuns two = runs(2, Duration.ofSeconds(30));
        RunRecord a = two.start(fakes.descriptor(endless()), false);
        RunRecord b = two.start(fakes.descriptor(endless().replace("pipeline: test", "pipeline: b")), false);
        await(() -> two.progress(a.id()).isPresent() && two.progress(b.id()).isPresent());
        assertEquals(
                ErrorCode.BUSY,
                refused(() -> two.start(fakes.descriptor(named("c")), false)).code());
        two.stop();
        assertEquals(RunRecord.State.INTERRUPTED, ended(a).state());
        assertEquals(RunRecord.State.INTERRUPTED, ended(b).state());
    }

    @Test
    void theBoundComesFromAProperty() {
        assertEquals(1, BackgroundRuns.parallel(null));
        assertEquals(1, BackgroundRuns.parallel(" "));
        assertEquals(3, BackgroundRuns.parallel("3"));
        assertEquals(1, BackgroundRuns.parallel("0"));
        assertEquals(1, BackgroundRuns.parallel("many"));
    }

    @Test
    void aCancelledRunLeavesACheckpointAndGoesOnLater() {
        Trainer.Result whole = new Trainer(
                        fakes.catalog, new ModelStore(home.resolve("whole")), new RunStore(home.resolve("whole")), "0")
                .train(fakes.descriptor(Fakes.YAML), false, e -> {});
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch on = new CountDownLatch(1);
        fakes.opened = s -> s.before = step -> {
            if (step != 5) return;
            reached.countDown();
            awaitQuietly(on);
        };
        RunRecord run = start(Fakes.YAML);
        awaitQuietly(reached);
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<RunRecord> cancelled = other.submit(() -> runs.cancel(run.id()));
        await(() -> waiting(run) > 0);
        on.countDown();
        RunRecord end = get(cancelled);
        other.shutdown();
        assertEquals(RunRecord.State.INTERRUPTED, end.state());
        fakes.opened = s -> {};
        RunRecord resumed = runs.start(fakes.descriptor(Fakes.YAML), true);
        assertEquals(run.id(), resumed.id());
        assertEquals(whole.run().epochs(), ended(resumed).epochs());
        assertArrayEquals(
                whole.model().parameters().get("layers.0.dense.weight"),
                models.load("test", java.util.OptionalInt.empty()).parameters().get("layers.0.dense.weight"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long waiting(RunRecord run) {
        String[] names = store.orders(run.id()).toFile().list((d, n) -> n.matches("[0-9]+-[0-9a-f]+\\.json"));
        return names == null ? 0 : names.length;
    }

    @Test
    void anotherProcessCancelsAndChangesARun() throws Exception {
        slowly();
        RunRecord run = start(endless());
        assertTrue(said(run.id(), "train.batch=4").startsWith("['train.batch' is now 4, was 6., All parameters"));
        assertEquals("INTERRUPTED", said(run.id()));
        assertEquals(RunRecord.State.INTERRUPTED, ended(run).state());
        assertEquals(1, ended(run).swaps().size());
    }

    private String said(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                CancelMain.class.getName(),
                home.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertEquals(0, process.waitFor());
        return line;
    }

    @Test
    void whatDoesNotGoOnCannotBeChangedOrCancelled() {
        PipelineException e = refused(() -> runs.cancel("nothing"));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertEquals(
                ErrorCode.NOT_FOUND,
                refused(() -> runs.swap("nothing", List.of("a=1"))).code());
        RunRecord done = ended(start(Fakes.YAML));
        e = refused(() -> runs.cancel(done.id()));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertEquals("The run " + done.id() + " has ended: it left the model 1.", e.getMessage());
        assertEquals(
                ErrorCode.BAD_CALL,
                refused(() -> runs.swap(done.id(), List.of("a=1"))).code());
    }

    @Test
    void aRunThatDoesNotAnswerIsSaid() throws Exception {
        RunRecord deaf = store.begin("deaf", "");
        try (RunStore.Hold hold = store.hold("deaf")) {
            BackgroundRuns hasty = runs(1, Duration.ofMillis(100));
            PipelineException e = refused(() -> hasty.cancel(deaf.id()));
            assertEquals(ErrorCode.TIMEOUT, e.code());
            assertTrue(e.getMessage().contains("is not at a step boundary"), e.getMessage());
            assertEquals(0, waiting(deaf), "it will not be cancelled later on");
            Orders box = new Orders(store.orders(deaf.id()));
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<PipelineException> swap = other.submit(() -> refused(() -> hasty.swap(deaf.id(), List.of("a=1"))));
            await(() -> box.take().isPresent());
            assertTrue(get(swap).getMessage().contains("has taken the order"));
            other.shutdown();
        }
    }

    @Test
    void aRunWhoseProcessIsKilledAnswersNoMore() throws Exception {
        RunRecord dead = store.begin("dead", "");
        RunStore.Hold hold = store.hold("dead");
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<PipelineException> swap = other.submit(() -> refused(() -> runs.swap(dead.id(), List.of("a=1"))));
        await(() -> waiting(dead) > 0);
        hold.close();
        PipelineException e = get(swap);
        other.shutdown();
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertTrue(e.getMessage().contains("--resume goes on with it"), e.getMessage());
    }

    @Test
    void aRunCanBeCancelledWhileItReads() {
        List<Fakes.Row> rows = Collections.nCopies(3_000_000, new Fakes.Row(new float[] {1, 1}, "even"));
        fakes.rows.put("train", rows);
        RunRecord run = start(Fakes.YAML);
        assertEquals(RunRecord.State.INTERRUPTED, runs.cancel(run.id()).state());
        assertFalse(events.get(run.id()).stream().anyMatch(e -> e instanceof RunEvent.Began));
    }

    @Test
    void stoppingInterruptsRunsWithACheckpoint() throws Exception {
        slowly();
        RunRecord run = start(endless());
        await(() -> runs.progress(run.id()).isPresent());
        runs.stop();
        await(() -> threads().isEmpty()); // the last of them may still be on its way out
        assertEquals(
                RunRecord.State.INTERRUPTED, store.find(run.id()).orElseThrow().state());
        try (Stream<Path> files =
                Files.list(home.resolve("runs").resolve(run.id()).resolve("checkpoints"))) {
            assertEquals(1, files.count());
        }
        assertEquals(ErrorCode.NOT_READY, refused(() -> start(Fakes.YAML)).code());
        runs.stop();
    }

    @Test
    void whoListensBadlyHarmsNobody() {
        runs.listen((run, event) -> {
            throw new IllegalStateException("a listener");
        });
        assertEquals(RunRecord.State.DONE, ended(start(Fakes.YAML)).state());
    }

    @Test
    void whoStopsListeningIsToldNoMore() {
        List<RunEvent> mine = Collections.synchronizedList(new ArrayList<>());
        runs.listen((run, event) -> mine.add(event)).close();
        ended(start(Fakes.YAML));
        assertEquals(List.of(), mine);
    }

    @Test
    void ordersAtRandomStepsLoseNoRowAndNoOrder() {
        long seed = System.nanoTime();
        System.out.println("ordersAtRandomStepsLoseNoRowAndNoOrder: seed " + seed);
        slowly();
        int epochs = 60;
        RunRecord run = start(Fakes.YAML.replace("epochs: 4", "epochs: " + epochs));
        ExecutorService people = Executors.newFixedThreadPool(3);
        List<Future<int[]>> all = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            Random random = new Random(seed + p);
            all.add(people.submit(() -> orders(run, random)));
        }
        int made = 0;
        int refused = 0;
        for (Future<int[]> one : all) {
            made += get(one)[0];
            refused += get(one)[1];
        }
        people.shutdown();
        RunRecord done = ended(run);
        assertEquals(RunRecord.State.DONE, done.state(), done.message());
        assertEquals(30, made + refused);
        assertTrue(made > 0 && refused > 0, made + " made, " + refused + " refused");
        assertEquals(made, done.swaps().size());
        List<Float> rows = fakes.sessions.stream()
                .filter(s -> s.trainingLoss.apply(0) == null)
                .flatMap(s -> s.batches.stream())
                .flatMap(List::stream)
                .toList();
        assertEquals(20 * epochs, rows.size());
        List<Float> each = IntStream.range(0, 20).mapToObj(i -> (float) i).toList();
        for (int e = 0; e < epochs; e++)
            assertEquals(
                    each, rows.subList(20 * e, 20 * e + 20).stream().sorted().toList(), "epoch " + (e + 1));
    }

    private int[] orders(RunRecord run, Random random) {
        int[] counts = new int[2];
        for (int i = 0; i < 10; i++) {
            LockSupport.parkNanos(random.nextInt(5_000_000));
            String change =
                    switch (random.nextInt(5)) {
                        case 0 -> "optimizer=" + (random.nextBoolean() ? "sgd" : "other");
                        case 1 -> "train.batch=" + (1 + random.nextInt(9));
                        case 2 -> "backend=" + (random.nextBoolean() ? "fake" : "second");
                        case 3 -> "backend=nan";
                        default -> "train.seed=9";
                    };
            try {
                runs.swap(run.id(), List.of(change));
                counts[0]++;
            } catch (PipelineException e) {
                assertFalse(e.code() == ErrorCode.TIMEOUT || e.code() == ErrorCode.INTERNAL, e.getMessage());
                counts[1]++;
            }
        }
        return counts;
    }
}
