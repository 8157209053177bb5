package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.Graph;
import io.graft.api.model.Metric;
import io.graft.api.model.Rule;
import io.graft.api.model.Schedule;
import io.graft.descriptor.TrainSettings;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Epochs and steps: fills batches, follows the schedule, judges after each epoch, stops early.
 *
 * <p><b>Threading.</b> One thread; interrupting it ends the run at the next step, after a checkpoint.
 */
final class TrainingLoop {
    private static final long TELL_NANOS = 100_000_000;

    private final Session session;
    private final Graph graph;
    private final PreparedData data;
    private final TrainSettings settings;
    private final Rule rule;
    private final Schedule schedule;
    private final Map<String, Metric> metrics;
    private final RunState state;
    private final Consumer<RunEvent> events;
    private final BiConsumer<RunState, Boolean> checkpoint;

    private final Batch batch;
    private final int[] order;
    private final long stepsPerEpoch;
    private long trainedRows;
    private long trainedNanos;
    private long told;

    /**
     * A loop.
     *
     * @param checkpoint writes one; told whether it is the last thing before an interruption
     */
    TrainingLoop(
            Session session,
            Graph graph,
            PreparedData data,
            TrainSettings settings,
            Rule rule,
            Schedule schedule,
            Map<String, Metric> metrics,
            RunState state,
            Consumer<RunEvent> events,
            BiConsumer<RunState, Boolean> checkpoint) {
        this.session = session;
        this.graph = graph;
        this.data = data;
        this.settings = settings;
        this.rule = rule;
        this.schedule = schedule;
        this.metrics = metrics;
        this.state = state;
        this.events = events;
        this.checkpoint = checkpoint;
        batch = Dataset.batch(graph, settings.batch());
        order = new int[data.train().rows];
        stepsPerEpoch = (data.train().rows + settings.batch() - 1L) / settings.batch();
    }

    /** Trains to the end. */
    void run(Consumer<RunState> epochEnded) {
        while (state.epoch < settings.epochs()) {
            shuffle(state.epoch);
            epoch();
            judge();
            epochEnded.accept(state);
            events.accept(new RunEvent.EpochEnded(state.history.get(state.history.size() - 1), settings.epochs()));
            if (stopEarly()) break;
            boolean due = !settings.checkpoint().every().ofSteps()
                    && !settings.checkpoint().every().never()
                    && state.epoch % settings.checkpoint().every().count() == 0;
            if (due) checkpoint.accept(state, false);
        }
        restoreBest();
    }

    private void epoch() {
        List<Double> watched = state.history.stream().map(EpochRecord::watched).toList();
        int rows = data.train().rows;
        long begun = System.nanoTime();
        int everySteps = settings.checkpoint().every().ofSteps()
                ? settings.checkpoint().every().count()
                : 0;
        for (int from = (int) (state.stepInEpoch * settings.batch()); from < rows; from += settings.batch()) {
            if (Thread.interrupted()) interrupted();
            int n = Math.min(settings.batch(), rows - from);
            data.train().fill(batch, order, from, n, data.classWeights());
            long step = state.epoch * stepsPerEpoch + state.stepInEpoch;
            double rate = rule.learningRate()
                    * schedule.factor(new Schedule.Moment(step, stepsPerEpoch, settings.epochs(), watched));
            float loss = session.train(batch, rate);
            if (!Float.isFinite(loss)) diverged(loss);
            state.lossSum += (double) loss * n;
            state.rowsSeen += n;
            state.stepInEpoch++;
            state.learningRate = rate;
            trainedRows += n;
            long now = System.nanoTime();
            trainedNanos += now - begun;
            begun = now;
            if (now - told > TELL_NANOS) tell(now);
            if (everySteps > 0 && (step + 1) % everySteps == 0) {
                checkpoint.accept(state, false);
                begun = System.nanoTime();
            }
        }
        tell(System.nanoTime());
    }

    private void tell(long now) {
        told = now;
        double perSecond = samplesPerSecond();
        double left = (settings.epochs() - state.epoch) * (double) data.train().rows - state.rowsSeen;
        events.accept(new RunEvent.Progress(
                state.epoch,
                settings.epochs(),
                state.stepInEpoch,
                stepsPerEpoch,
                state.lossSum / Math.max(1, state.rowsSeen),
                perSecond,
                left / perSecond));
    }

    /** The rows trained on in a second of training, without judging and saving. */
    double samplesPerSecond() {
        return trainedNanos == 0 ? 0 : trainedRows * 1e9 / trainedNanos;
    }

    private void interrupted() {
        checkpoint.accept(state, true);
        throw new PipelineException(
                ErrorCode.INTERRUPTED,
                "",
                "Interrupted in epoch " + (state.epoch + 1) + " after " + session.step()
                        + " steps. A checkpoint was saved: go on with --resume.");
    }

    private void diverged(float loss) {
        throw new PipelineException(
                ErrorCode.DIVERGED,
                "model.optimizer",
                "The loss became " + loss + " in epoch " + (state.epoch + 1) + ", step " + (state.stepInEpoch + 1)
                        + ". " + state.kept()
                        + " Try a smaller learning rate, bounded gradients (train.clip.norm: 1), or look for extreme numbers in the data.");
    }

    private void judge() {
        Map<String, Double> validation = data.validation()
                .map(v -> Evaluation.of(session, graph, v, data.labels(), metrics, settings.batch())
                        .summary())
                .orElse(Map.of());
        EpochRecord record =
                new EpochRecord(state.epoch + 1, state.lossSum / state.rowsSeen, validation, state.learningRate);
        state.history.add(record);
        state.epoch++;
        state.stepInEpoch = 0;
        state.lossSum = 0;
        state.rowsSeen = 0;
        if (settings.stop().patience() == 0) return;
        String name = settings.stop().metric().orElse("loss");
        boolean higher = metrics.containsKey(name) && metrics.get(name).higherIsBetter();
        double value =
                name.equals("loss") ? record.watched() : record.validation().get(name);
        double gain = higher ? value - state.best : state.best - value;
        if (state.bestEpoch == 0
                || Double.isNaN(state.best) && !Double.isNaN(value)
                || gain > settings.stop().minDelta()) {
            state.bestEpoch = record.epoch();
            state.best = value;
            state.bestParameters = parameters(session, graph);
        }
    }

    private boolean stopEarly() {
        int patience = settings.stop().patience();
        if (patience == 0 || state.epoch - state.bestEpoch < patience) return false;
        events.accept(new RunEvent.StoppedEarly(
                state.bestEpoch,
                "no improvement for " + patience + " epochs; the parameters of epoch " + state.bestEpoch
                        + " are kept"));
        return true;
    }

    private void restoreBest() {
        if (settings.stop().patience() > 0)
            state.bestParameters.forEach((name, values) -> session.write(name, FloatBuffer.wrap(values)));
    }

    /** Copies of all parameters and statistics. */
    static Map<String, float[]> parameters(Session session, Graph graph) {
        Map<String, float[]> copies = new LinkedHashMap<>();
        graph.parameters()
                .forEach(p ->
                        copies.put(p.name(), copy(session, p.name(), p.shape().elements())));
        return copies;
    }

    static float[] copy(Session session, String name, int elements) {
        float[] values = new float[elements];
        session.read(name, FloatBuffer.wrap(values));
        return values;
    }

    /** The order of an epoch depends on the seed and the epoch only (Fisher–Yates). */
    private void shuffle(int epoch) {
        for (int i = 0; i < order.length; i++) order[i] = i;
        if (!settings.shuffle()) return;
        CounterRandom random = CounterRandom.of(settings.seed(), "shuffle").at(epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) ((random.bits(i) >>> 1) % (i + 1));
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }
}
