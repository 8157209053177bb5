package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.models.ModelStore;
import io.graft.pipeline.BackendChooser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of swaps need: swaps at known steps of whole runs over fakes: twenty rows, six a step, four epochs of four steps. */
abstract class SwappedRuns {
    static final String WEIGHT = "layers.0.dense.weight";

    @TempDir
    Path home;

    final Fakes fakes = new Fakes();
    final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<String> sent = new ArrayList<>();
    RunStore runs;
    Trainer trainer;

    @BeforeEach
    void open() {
        runs = new RunStore(home);
        trainer = new Trainer(fakes.catalog, new ModelStore(home), runs, new BackendChooser(), "0.1.0", Duration.ZERO);
    }

    Trainer.Result train(String yaml, boolean resume) {
        return trainer.train(fakes.descriptor(yaml), resume, events::add);
    }

    Orders mailbox() {
        return new Orders(runs.orders(runs.list().get(0).id()));
    }

    void order(String... assignments) {
        sent.add(mailbox().send(new Order(Order.Kind.SWAP, List.of(assignments))));
    }

    /** Does something within a step of the first session, so that it is seen before the next one. */
    void within(long step, Runnable what, LongConsumer before) {
        int first = fakes.sessions.size();
        fakes.opened = s -> {
            if (fakes.sessions.size() == first + 1)
                s.before = n -> {
                    if (n == step) what.run();
                    before.accept(n);
                };
        };
    }

    Trainer.Result swapped(String yaml, long step, String... assignments) {
        within(step, () -> order(assignments), n -> {});
        return train(yaml, false);
    }

    Answer answer() {
        return mailbox().answer(sent.get(sent.size() - 1)).orElseThrow();
    }

    static String with(String from, String to) {
        assertTrue(Fakes.YAML.contains(from));
        return Fakes.YAML.replace(from, to);
    }

    static float[] weight(Trainer.Result result) {
        return result.model().parameters().get(WEIGHT);
    }

    static float[] weight(FakeSession session) {
        return TrainingLoop.copy(session, WEIGHT, 4);
    }

    List<Float> rows() {
        return fakes.sessions.stream()
                .flatMap(s -> s.batches.stream())
                .flatMap(List::stream)
                .toList();
    }

    void assertEveryRowOnceAnEpoch(int epochs) {
        List<Float> all = rows();
        assertEquals(20 * epochs, all.size());
        List<Float> each = IntStream.range(0, 20).mapToObj(i -> (float) i).toList();
        for (int e = 0; e < epochs; e++)
            assertEquals(
                    each, all.subList(20 * e, 20 * e + 20).stream().sorted().toList(), "epoch " + (e + 1));
    }
}
