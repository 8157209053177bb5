package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work in several threads: the same bits, everything once, and no thread left behind. */
class CrewTest {

    @Test
    void everythingIsDoneOnceHoweverManyPartsThereAre() {
        try (Crew crew = new Crew(3)) {
            for (int count : new int[] {0, 1, 2, 3, 7, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(count);
                crew.each(count, 1, (who, from, to) -> {
                    for (int i = from; i < to; i++) done.incrementAndGet(i);
                });
                for (int i = 0; i < count; i++) assertEquals(1, done.get(i), "element " + i + " of " + count);
            }
        }
    }

    @Test
    void littleWorkStaysWithTheCaller() {
        try (Crew crew = new Crew(4)) {
            Set<Integer> members = ConcurrentHashMap.newKeySet();
            crew.each(99, 100, (who, from, to) -> members.add(who));
            assertEquals(Set.of(0), members);
        }
    }

    @Test
    void whatAMemberThrowsReachesTheCallerAndTheCrewWorksOn() {
        try (Crew crew = new Crew(2)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> crew.each(2, 1, (who, from, to) -> {
                        if (who == 1) throw new IllegalArgumentException("row 1");
                    }));
            assertEquals("row 1", e.getMessage());
            Set<Integer> members = ConcurrentHashMap.newKeySet();
            crew.each(2, 1, (who, from, to) -> members.add(who));
            assertEquals(Set.of(0, 1), members);
        }
    }

    @Test
    void theThreadsEndWhenItIsClosed() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Crew crew = new Crew(3)) {
            crew.each(3, 1, (who, from, to) -> threads.add(Thread.currentThread()));
        }
        threads.remove(Thread.currentThread());
        assertEquals(2, threads.size());
        for (Thread t : threads) {
            t.join(Duration.ofSeconds(30).toMillis());
            assertFalse(t.isAlive(), t.getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lstm", "transformer", "lenet"})
    void aNetworkLearnsTheSameBitsWithAnyNumberOfThreads(String network) {
        Graph graph =
                switch (network) {
                    case "lstm" -> SequenceNetworks.lstm(100, 9, 32, 48);
                    case "transformer" -> SequenceNetworks.transformer(1, 20, 32, 4, 64, "Gelu");
                    default -> Networks.named(network);
                };
        Map<String, float[]> alone = trained(graph, 1);
        for (int threads : new int[] {2, 3})
            trained(graph, threads)
                    .forEach((name, numbers) ->
                            assertArrayEquals(alone.get(name), numbers, name + " with " + threads + " threads"));
    }

    private static Map<String, float[]> trained(Graph graph, int threads) {
        Random random = new Random(3);
        try (Backend backend = new JvmBackend(Kernels::plain);
                Session session =
                        backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(13, 5, threads))) {
            for (int i = 0; i < 4; i++) {
                float loss = session.train(Examples.batch(graph, 13 - i, 10, 100, random), 0.01);
                assertTrue(Float.isFinite(loss));
            }
            Map<String, float[]> all = new HashMap<>();
            session.tensors().forEach((name, size) -> {
                float[] numbers = new float[size];
                session.read(name, FloatBuffer.wrap(numbers));
                all.put(name, numbers);
            });
            Batch outputs = Batch.outputs(graph, List.of("scores"), 13);
            session.run(Examples.batch(graph, 13, 10, 100, random), outputs);
            all.put("scores", outputs.floats("scores").clone());
            return all;
        }
    }
}
