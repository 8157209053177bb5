package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Metric;
import io.graft.api.model.Schedule;
import io.graft.descriptor.ClassWeights;
import io.graft.descriptor.Interval;
import io.graft.descriptor.TrainSettings;
import io.graft.pipeline.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Twenty rows, six a step: four steps an epoch. */
class TrainingLoopTest {
    private final Graph graph = graph();
    private final FakeSession session = new FakeSession(graph);
    private final RunState state = new RunState();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Long> checkpoints = new ArrayList<>();
    private final List<float[]> afterEpochs = new ArrayList<>();
    private final Map<String, Metric> metrics = Map.of("accuracy", new Fakes.Accuracy(false));
    private Schedule schedule = moment -> 1;
    private boolean judged = true;

    private TrainingLoop.Between between = next -> Optional.empty();
    private long lookNanos = TimeUnit.HOURS.toNanos(1);
    private int epochs = 4;
    private long seed = 7;
    private boolean shuffle = true;
    private String every = "never";
    private TrainSettings.Stop stop = new TrainSettings.Stop(0, Optional.empty(), 0);

    private static Graph graph() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(2));
        Value target = g.input(Network.TARGET, ElementType.INT, Shape.of(Dim.BATCH));
        Value weight = g.input(Network.ROW_WEIGHT, ElementType.FLOAT, Shape.of(Dim.BATCH));
        Value y = g.matMul(x, g.parameter("w", Shape.of(2, 2), Initializer.normal(0, 1)));
        g.output(Network.SCORES, y);
        g.output(
                Network.LOSS,
                g.weightedMean(g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), y, target), weight));
        return g.build();
    }

    private static Dataset rows(int n) {
        Dataset data = new Dataset(Dataset.values(List.of(Feature.floats("x", 2))));
        Batch row = new Batch(data.features, 1);
        for (int i = 0; i < n; i++) {
            row.floats(0)[0] = i;
            row.floats(0)[1] = 1;
            data.add(row, i % 2, null);
        }
        return data;
    }

    private void run() {
        Optional<Dataset> validation = judged ? Optional.of(rows(3)) : Optional.empty();
        PreparedData data = new PreparedData(
                rows(20),
                validation,
                new Labels(List.of("a", "b")),
                List.of(Feature.floats("x", 2)),
                2,
                List.of(),
                Map.of());
        new TrainingLoop(
                        new Setup(
                                settings(6),
                                graph,
                                Fakes.rule(),
                                schedule,
                                metrics,
                                null,
                                session,
                                java.util.Optional.empty()),
                        data,
                        state,
                        events::add,
                        (s, last) -> checkpoints.add(last ? -session.step() : session.step()),
                        between,
                        lookNanos)
                .run(s -> afterEpochs.add(TrainingLoop.copy(session, "w", 4)));
    }

    private TrainSettings settings(int batch) {
        return new TrainSettings(
                epochs,
                batch,
                seed,
                shuffle,
                0,
                new TrainSettings.Checkpoint(Interval.parse(every), 3),
                stop,
                new TrainSettings.Clip(0, 0),
                new ClassWeights(ClassWeights.Mode.NONE, Map.of()));
    }

    private List<Float> epoch(int epoch) {
        return session.batches.subList(4 * epoch, 4 * epoch + 4).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static TrainingLoopTest trained(long seed) {
        TrainingLoopTest t = new TrainingLoopTest();
        t.seed = seed;
        t.run();
        return t;
    }

    @Test
    void everyEpochGoesOverEveryRowOnce() {
        run();
        assertEquals(16, session.batches.size());
        assertEquals(
                List.of(6, 6, 6, 2),
                session.batches.subList(0, 4).stream().map(List::size).toList());
        List<Float> all = IntStream.range(0, 20).mapToObj(i -> (float) i).toList();
        for (int e = 0; e < 4; e++) assertEquals(all, epoch(e).stream().sorted().toList());
        assertNotEquals(epoch(0), epoch(1), "in another order");
        assertNotEquals(all, epoch(0));
    }

    @Test
    void theOrderDependsOnTheSeedOnly() {
        assertEquals(trained(7).session.batches, trained(7).session.batches);
        assertNotEquals(trained(7).session.batches, trained(8).session.batches);
        assertArrayEquals(trained(7).afterEpochs.get(3), trained(7).afterEpochs.get(3));
    }

    @Test
    void withoutShufflingRowsComeAsTheyAre() {
        shuffle = false;
        run();
        assertEquals(IntStream.range(0, 20).mapToObj(i -> (float) i).toList(), epoch(2));
    }

    @Test
    void everyEpochIsRecorded() {
        session.trainingLoss = step -> (float) step;
        session.judgedLoss = step -> 100f - step;
        run();
        assertEquals(
                List.of(1, 2, 3, 4),
                state.history.stream().map(EpochRecord::epoch).toList());
        assertEquals(
                (0 * 6 + 1 * 6 + 2 * 6 + 3 * 2) / 20.0, state.history.get(0).loss(), 1e-12, "each row counts the same");
        assertEquals(
                List.of(96.0, 92.0, 88.0, 84.0),
                state.history.stream().map(e -> e.validation().get("loss")).toList());
        assertTrue(state.history.get(0).validation().containsKey("accuracy"));
        assertEquals(0.5, state.history.get(3).learningRate());
        assertEquals(
                4, Fakes.names(events).stream().filter("EpochEnded"::equals).count());
        assertTrue(events.stream().anyMatch(e -> e instanceof RunEvent.Progress p && p.step() == 4 && p.steps() == 4));
    }

    @Test
    void theScheduleSeesTheRightMoments() {
        List<Schedule.Moment> moments = new ArrayList<>();
        schedule = m -> {
            moments.add(m);
            return m.step() < 2 ? 1 : 0.1;
        };
        session.judgedLoss = step -> (float) step;
        run();
        assertEquals(
                IntStream.range(0, 16).mapToObj(i -> (long) i).toList(),
                moments.stream().map(Schedule.Moment::step).toList());
        assertEquals(List.of(), moments.get(3).validationLoss());
        assertEquals(List.of(4.0), moments.get(4).validationLoss());
        assertEquals(List.of(4.0, 8.0, 12.0), moments.get(15).validationLoss());
        assertEquals(16, moments.get(0).steps());
        assertEquals(List.of(0.5, 0.5, 0.05), session.rates.subList(0, 3));
    }

    @Test
    void withoutValidationTheScheduleSeesTheTrainingLoss() {
        judged = false;
        session.trainingLoss = step -> 2f;
        List<List<Double>> seen = new ArrayList<>();
        schedule = m -> {
            seen.add(m.validationLoss());
            return 1;
        };
        run();
        assertEquals(List.of(2.0, 2.0, 2.0), seen.get(15));
    }

    @Test
    void checkpointsComeEverySoManySteps() {
        every = "3 steps";
        run();
        assertEquals(List.of(3L, 6L, 9L, 12L, 15L), checkpoints);
    }

    @Test
    void checkpointsComeEverySoManyEpochs() {
        every = "2 epochs";
        run();
        assertEquals(List.of(8L, 16L), checkpoints);
    }

    @Test
    void neverMeansNever() {
        run();
        assertEquals(List.of(), checkpoints);
    }

    @Test
    void anInterruptionSavesACheckpoint() {
        session.before = step -> {
            if (step == 5) Thread.currentThread().interrupt();
        };
        PipelineException e = assertThrows(PipelineException.class, this::run);
        assertEquals(ErrorCode.INTERRUPTED, e.code());
        assertEquals(
                "Interrupted in epoch 2 after 6 steps. A checkpoint was saved: go on with --resume.", e.getMessage());
        assertEquals(List.of(-6L), checkpoints);
        assertFalse(Thread.currentThread().isInterrupted(), "what follows can write its files");
        assertEquals(12, state.rowsSeen);
    }

    @Test
    void aLossThatIsNoNumberEndsTheRun() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            TrainingLoopTest t = new TrainingLoopTest();
            t.every = "2 steps";
            t.session.trainingLoss = step -> step == 5 ? bad : 1f;
            PipelineException e = assertThrows(PipelineException.class, t::run);
            assertEquals(ErrorCode.DIVERGED, e.code());
            assertTrue(e.getMessage().startsWith("The loss became " + bad + " in epoch 2, step 2. "), e.getMessage());
            assertTrue(e.getMessage().contains("train.clip.norm: 1"), e.getMessage());
            assertEquals(List.of(2L, 4L), t.checkpoints, "none with what cannot be used");
        }
    }

    @Test
    void trainingStopsEarlyAndKeepsTheBestParameters() {
        epochs = 10;
        stop = new TrainSettings.Stop(2, Optional.empty(), 0);
        session.judgedLoss = step -> step == 8 ? 1f : 2f;
        run();
        assertEquals(4, state.history.size(), "two epochs after the best one");
        assertEquals(2, state.bestEpoch);
        assertArrayEquals(afterEpochs.get(1), TrainingLoop.copy(session, "w", 4));
        RunEvent.StoppedEarly stopped = (RunEvent.StoppedEarly) events.get(events.size() - 1);
        assertEquals(2, stopped.bestEpoch());
    }

    @Test
    void patienceWithoutAStopKeepsTheBestParametersToo() {
        stop = new TrainSettings.Stop(3, Optional.empty(), 0);
        session.judgedLoss = step -> step == 8 ? 1f : 2f;
        run();
        assertEquals(4, state.history.size());
        assertArrayEquals(afterEpochs.get(1), TrainingLoop.copy(session, "w", 4));
        assertFalse(Fakes.names(events).contains("StoppedEarly"));
    }

    @Test
    void aChangeThatIsTooSmallIsNoImprovement() {
        epochs = 10;
        stop = new TrainSettings.Stop(2, Optional.empty(), 0.5);
        session.judgedLoss = step -> 10 - 0.05f * step;
        run();
        assertEquals(3, state.history.size());
        assertEquals(1, state.bestEpoch);
    }

    @Test
    void ofAMetricTheHigherValueIsBetter() {
        epochs = 10;
        stop = new TrainSettings.Stop(1, Optional.of("accuracy"), 0);
        session.judgedLoss = step -> 1f / step; // always better, but not what is asked for
        run();
        double best = state.history.stream()
                .mapToDouble(e -> e.validation().get("accuracy"))
                .max()
                .orElseThrow();
        assertEquals(best, state.best);
        assertTrue(state.history.size() < 10);
    }

    @Test
    void anEpochWithoutAValueIsNeverTheBest() {
        epochs = 6;
        stop = new TrainSettings.Stop(3, Optional.empty(), 0);
        session.judgedLoss = step -> step == 4 ? Float.NaN : 30f - step;
        run();
        assertEquals(6, state.bestEpoch);
        assertEquals(6, state.history.size());
    }

    @Test
    void aRunGoesOnWhereItStood() {
        run();
        TrainingLoopTest second = new TrainingLoopTest();
        second.state.epoch = 1;
        second.state.lossSum = 24;
        second.state.rowsSeen = 12;
        second.state.history.add(new EpochRecord(1, 1, Map.of("loss", 1.0), 0.5));
        second.run();
        assertEquals(session.batches.subList(6, 16), second.session.batches);
        assertEquals(
                List.of(1, 2, 3, 4),
                second.state.history.stream().map(EpochRecord::epoch).toList());
    }

    @Test
    void ordersAreLookedForBetweenStepsAndNotMoreOftenThanTold() {
        List<Long> asked = new ArrayList<>();
        between = next -> {
            asked.add(state.steps);
            return Optional.empty();
        };
        run();
        assertEquals(List.of(0L), asked, "once an hour");
        TrainingLoopTest often = new TrainingLoopTest();
        often.lookNanos = 0;
        List<Long> steps = new ArrayList<>();
        often.between = next -> {
            steps.add(often.state.steps);
            return Optional.empty();
        };
        often.run();
        assertEquals(IntStream.range(0, 16).mapToObj(i -> (long) i).toList(), steps);
        assertEquals(session.batches, often.session.batches);
        assertArrayEquals(afterEpochs.get(3), often.afterEpochs.get(3), "looking changes nothing");
    }

    @Test
    void theScheduleKeepsItsPlaceWhenTheBatchSizeChanges() {
        List<Schedule.Moment> moments = new ArrayList<>();
        schedule = m -> {
            moments.add(m);
            return 1;
        };
        lookNanos = 0;
        Setup[] small = new Setup[1];
        between = next -> {
            if (state.steps != 6) return Optional.empty();
            small[0] = new Setup(
                    settings(2), graph, Fakes.rule(), schedule, metrics, null, session, java.util.Optional.empty());
            next.accept(small[0]);
            assertEquals(2, small[0].batch().rows(), "the rows that come next");
            return Optional.of(small[0]);
        };
        run();
        assertEquals(4 + 2 + 4 + 2 * 10, moments.size());
        Schedule.Moment after = moments.get(6);
        assertEquals(10 + 6, after.step(), "twelve of twenty rows, two a step");
        assertEquals(10, after.stepsPerEpoch());
        for (Schedule.Moment m : moments.subList(6, 10)) assertEquals(1, m.epoch());
        assertEquals(39, moments.get(moments.size() - 1).step());
    }
}
