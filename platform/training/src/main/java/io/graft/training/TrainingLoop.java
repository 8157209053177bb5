package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.Graph;
import io.graft.api.model.Metric;
import io.graft.api.model.Schedule;
import io.graft.descriptor.Interval;
import io.graft.descriptor.TrainSettings;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Epochs and steps: fills batches, follows the schedule, judges after each epoch, stops early. Between steps its setup may be replaced.
 *
 * <p><b>Threading.</b> One thread; interrupting it ends the run at the next step, after a checkpoint.
 */
final class TrainingLoop {
    private static final long TELL_NANOS = 100_000_000;

    /** Is asked between two steps whether the run is to be changed; it may interrupt the thread to end the run. */
    @FunctionalInterface
    interface Between {
        /**
         * What to go on with, when that is something else.
         *
         * @param next fills the batch of a setup with the rows that come next
         */
        Optional<Setup> look(Consumer<Setup> next);
    }

    private final PreparedData data;
    private final RunState state;
    private final Consumer<RunEvent> events;
    private final BiConsumer<RunState, Boolean> checkpoint;
    private final Between between;
    private final long lookNanos;

    private final int[] order;
    private Setup setup;
    private long stepsPerEpoch;
    private long trainedRows;
    private long trainedNanos;
    private long told;
    private long looked;

    /**
     * A loop.
     *
     * @param checkpoint writes one; told whether it is the last thing before an interruption
     * @param lookNanos how often {@code between} is asked at most
     */
    TrainingLoop(
            Setup setup,
            PreparedData data,
            RunState state,
            Consumer<RunEvent> events,
            BiConsumer<RunState, Boolean> checkpoint,
            Between between,
            long lookNanos) {
        this.data = data;
        this.state = state;
        this.events = events;
        this.checkpoint = checkpoint;
        this.between = between;
        this.lookNanos = lookNanos;
        order = new int[data.train().rows];
        looked = System.nanoTime() - lookNanos;
        use(setup);
    }

    private void use(Setup next) {
        setup = next;
        stepsPerEpoch = steps(data.train().rows);
    }

    /** The steps that so many rows take. */
    private long steps(long rows) {
        int batch = setup.settings().batch();
        return (rows + batch - 1) / batch;
    }

    /** Trains to the end. */
    void run(Consumer<RunState> epochEnded) {
        while (state.epoch < setup.settings().epochs()) {
            shuffle(state.epoch);
            epoch();
            judge();
            epochEnded.accept(state);
            events.accept(new RunEvent.EpochEnded(
                    state.history.get(state.history.size() - 1),
                    setup.settings().epochs()));
            if (stopEarly()) break;
            Interval every = setup.settings().checkpoint().every();
            boolean due = !every.ofSteps() && !every.never() && state.epoch % every.count() == 0;
            if (due) checkpoint.accept(state, false);
        }
        restoreBest();
    }

    private void epoch() {
        List<Double> watched = state.history.stream().map(EpochRecord::watched).toList();
        int rows = data.train().rows;
        long begun = System.nanoTime();
        while (state.rowsSeen < rows) {
            if (begun - looked >= lookNanos) begun = look(begun);
            if (Thread.interrupted()) interrupted();
            TrainSettings settings = setup.settings();
            int n = fill(setup);
            // a change of the batch size in mid-epoch leaves the place in the epoch, in rows, as it is
            long step = state.epoch * stepsPerEpoch + state.rowsSeen / settings.batch();
            double rate = setup.rule().learningRate()
                    * setup.schedule().factor(new Schedule.Moment(step, stepsPerEpoch, settings.epochs(), watched));
            float loss = setup.session().train(setup.batch(), rate);
            if (!Float.isFinite(loss)) diverged(loss);
            state.lossSum += (double) loss * n;
            state.rowsSeen += n;
            state.steps++;
            state.learningRate = rate;
            trainedRows += n;
            long now = System.nanoTime();
            trainedNanos += now - begun;
            begun = now;
            if (now - told > TELL_NANOS) tell(now);
            Interval every = settings.checkpoint().every();
            if (every.ofSteps() && state.steps % every.count() == 0) {
                checkpoint.accept(state, false);
                begun = System.nanoTime();
            }
        }
        tell(System.nanoTime());
    }

    /** Fills the batch of a setup with the rows that come next. */
    private int fill(Setup into) {
        int from = (int) state.rowsSeen;
        int n = Math.min(into.settings().batch(), data.train().rows - from);
        data.train().vary(into.batch(), order, from, n, into.classWeights(), into.augmentation(), state.epoch);
        return n;
    }

    /** Looks whether something is to be changed; looking counts as training, changing does not. */
    private long look(long now) {
        looked = now;
        Optional<Setup> next = between.look(this::fill);
        if (next.isEmpty()) return now;
        use(next.get());
        return System.nanoTime();
    }

    private void tell(long now) {
        told = now;
        double perSecond = samplesPerSecond();
        int epochs = setup.settings().epochs();
        double left = (epochs - state.epoch) * (double) data.train().rows - state.rowsSeen;
        events.accept(new RunEvent.Progress(
                state.epoch,
                epochs,
                steps(state.rowsSeen),
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
                "Interrupted in epoch " + (state.epoch + 1) + " after " + state.steps
                        + " steps. A checkpoint was saved: go on with --resume.");
    }

    private void diverged(float loss) {
        throw new PipelineException(
                ErrorCode.DIVERGED,
                "model.optimizer",
                "The loss became " + loss + " in epoch " + (state.epoch + 1) + ", step " + (steps(state.rowsSeen) + 1)
                        + ". " + state.kept()
                        + " Try a smaller learning rate, bounded gradients (train.clip.norm: 1), or look for extreme numbers in the data.");
    }

    private void judge() {
        TrainSettings settings = setup.settings();
        Map<String, Metric> metrics = setup.metrics();
        Map<String, Double> validation = data.validation()
                .map(v -> Evaluation.of(setup.session(), setup.graph(), v, data.labels(), metrics, settings.batch())
                        .summary())
                .orElse(Map.of());
        EpochRecord record =
                new EpochRecord(state.epoch + 1, state.lossSum / state.rowsSeen, validation, state.learningRate);
        state.history.add(record);
        state.epoch++;
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
            state.bestParameters = parameters(setup.session(), setup.graph());
        }
    }

    private boolean stopEarly() {
        int patience = setup.settings().stop().patience();
        if (patience == 0 || state.epoch - state.bestEpoch < patience) return false;
        events.accept(new RunEvent.StoppedEarly(
                state.bestEpoch,
                "no improvement for " + patience + " epochs; the parameters of epoch " + state.bestEpoch
                        + " are kept"));
        return true;
    }

    private void restoreBest() {
        if (setup.settings().stop().patience() > 0)
            state.bestParameters.forEach((name, values) -> setup.session().write(name, FloatBuffer.wrap(values)));
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
        if (!setup.settings().shuffle()) return;
        CounterRandom random =
                CounterRandom.of(setup.settings().seed(), "shuffle").at(epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) ((random.bits(i) >>> 1) % (i + 1));
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }
}
