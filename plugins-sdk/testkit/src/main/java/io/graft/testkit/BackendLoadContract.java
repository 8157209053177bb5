package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The part of {@link BackendContract} about many sessions, many steps, and an end in the middle of work.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendLoadContract<S extends Record> extends BackendNetworkContract<S> {
    private static final int WORKERS = 4;
    private static final long MEBIBYTE = 1 << 20;

    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);

    @AfterEach
    void stopWorkers() {
        workers.shutdownNow();
    }

    /** The number of steps in which memory must stay level; less for a backend that is slow by design. */
    protected int manySteps() {
        return 10_000;
    }

    private void together(List<Callable<Void>> work) throws Exception {
        for (Future<Void> done : workers.invokeAll(work)) done.get();
    }

    @ParameterizedTest
    @EnumSource
    void sharedSessionsAnswerInParallelAndOutliveTheFirst(SampleNetwork network) throws Exception {
        Graph graph = network.graph();
        Session session = open(graph, rule("adam"));
        session.train(SampleNetwork.batch(graph, 4, SEED), 0.01);
        float[] expected = scores(session, graph, SampleNetwork.batch(graph, 4, SEED + 1));
        List<Callable<Void>> work = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            Session shared = session.share();
            work.add(() -> {
                try (shared) {
                    Batch batch = SampleNetwork.batch(graph, 4, SEED + 1);
                    for (int i = 0; i < 50; i++) assertArrayEquals(expected, scores(shared, graph, batch));
                }
                return null;
            });
        }
        session.close();
        together(work);
    }

    @Test
    void sessionsThatTrainInParallelDoNotDisturbEachOther() throws Exception {
        List<Graph> graphs = new ArrayList<>();
        List<Map<String, float[]>> alone = new ArrayList<>();
        for (SampleNetwork network : SampleNetwork.values()) {
            Graph graph = network.graph();
            if (!supported(Program.training(graph, "loss", rule("adam"), Program.Clip.NONE))) continue;
            graphs.add(graph);
            alone.add(trained(graph));
        }
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < graphs.size(); i++) {
            Graph graph = graphs.get(i);
            Map<String, float[]> expected = alone.get(i);
            for (int twice = 0; twice < 2; twice++)
                work.add(() -> {
                    assertSame(expected, trained(graph));
                    return null;
                });
        }
        together(work);
    }

    private Map<String, float[]> trained(Graph graph) {
        try (Session session = open(graph, rule("adam"))) {
            for (int step = 0; step < 20; step++)
                session.train(SampleNetwork.batch(graph, 1 + step % ROWS, SEED + step), 0.01);
            return everything(session);
        }
    }

    /** What leaks grows in each quarter; what the JVM takes for its compiler does not. */
    @Test
    void memoryStaysLevelOverManySteps() {
        Graph graph = SampleNetworks.classifier();
        List<Batch> batches = new ArrayList<>();
        for (int rows = 1; rows <= ROWS; rows++) batches.add(SampleNetwork.batch(graph, rows, SEED));
        List<Memory> seen = new ArrayList<>();
        try (Session session = open(graph, rule("adam"))) {
            Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int step = 0; step < manySteps() / 4; step++) {
                    Batch batch = batches.get(step % ROWS);
                    session.train(batch, 0.001);
                    session.run(batch, outputs);
                }
                seen.add(Memory.now());
            }
        }
        long heap = Long.MAX_VALUE;
        long resident = Long.MAX_VALUE;
        for (int quarter = 1; quarter < 4; quarter++) {
            heap = Math.min(
                    heap, seen.get(quarter).heap() - seen.get(quarter - 1).heap());
            resident = Math.min(
                    resident,
                    seen.get(quarter).resident() - seen.get(quarter - 1).resident());
        }
        String after = " in every quarter of " + manySteps() + " steps: " + seen;
        assertTrue(heap < MEBIBYTE / 4, "the heap grew" + after);
        assertTrue(resident < 4 * MEBIBYTE, "the process grew" + after);
    }

    /** Bytes of the heap that are reached, and of the process that lie in memory (0 where the system does not tell). */
    private record Memory(long heap, long resident) {
        static Memory now() {
            Runtime runtime = Runtime.getRuntime();
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                System.gc();
                heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
            }
            return new Memory(heap, measured());
        }

        private static long measured() {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) return 0;
            try {
                return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return heap / 1024 + " KiB of heap, " + resident / 1024 + " KiB resident";
        }
    }

    @Test
    void closingTheBackendEndsSessionsInTheMiddleOfWork() throws Exception {
        Graph graph = SampleNetworks.everything();
        Session trained = open(graph, rule("adam"));
        Session shared = open(graph, rule("adam")).share();
        CountDownLatch training = new CountDownLatch(2);
        CountDownLatch answering = new CountDownLatch(2);
        Batch batch = SampleNetwork.batch(graph, ROWS, SEED);
        List<Future<?>> ends = new ArrayList<>();
        ends.add(workers.submit(() -> {
            while (true) {
                trained.train(batch, 0.01);
                training.countDown();
            }
        }));
        ends.add(workers.submit(() -> {
            Batch own = SampleNetwork.batch(graph, ROWS, SEED);
            while (true) {
                scores(shared, graph, own);
                answering.countDown();
            }
        }));
        assertTrue(training.await(30, TimeUnit.SECONDS) && answering.await(30, TimeUnit.SECONDS), "nobody works");
        backend.close();
        for (Future<?> end : ends) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> end.get(30, TimeUnit.SECONDS));
            assertInstanceOf(IllegalStateException.class, e.getCause(), () -> "a session ended with " + e.getCause());
        }
    }
}
