package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.models.Model;
import io.graft.models.Provenance;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A run on its way: its rig, its data, where it stands; it looks for orders between steps and carries them out.
 *
 * <p><b>Lifecycle.</b> Trains once; closing gives back what the rig borrowed and opened. <b>Threading.</b> For the thread of the run.
 */
final class Training implements AutoCloseable {
    private final Trainer trainer;
    private final RunStore runs;
    private final Orders orders;
    private final Consumer<RunEvent> events;
    private final Instant created = Instant.now();

    private RunRecord run;
    private Rig rig;
    private PreparedData data;
    private RunState state;
    private Checkpoints checkpoints;
    private List<Bundles.Place> places = List.of();
    private Snapshot snapshot;
    private long looked;
    private double samplesPerSecond;

    Training(Trainer trainer, Rig rig, RunRecord run, Orders orders, Consumer<RunEvent> events) {
        this.trainer = trainer;
        this.runs = trainer.runs();
        this.rig = rig;
        this.run = run;
        this.orders = orders;
        this.events = events;
    }

    /** The run's record as it was last written. */
    RunRecord run() {
        return run;
    }

    /** Rows trained on in a second of training. */
    double samplesPerSecond() {
        return samplesPerSecond;
    }

    /**
     * Trains to the end and stores the model.
     *
     * @param from a checkpoint to go on from
     */
    Model train(Optional<Model> from) {
        data = PreparedData.of(rig, from.map(Model::state).orElse(Map.of()), this::reading);
        if (from.isPresent() && !from.get().provenance().data().equals(data.files()))
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "data",
                    "The data has changed since the run was interrupted, so it cannot be resumed. Put the files back, or train without --resume.");
        rig.open(data, trainer.chooser(), from.map(m -> m.provenance().backend()), events);
        Setup setup = rig.setup();
        checkpoints = new Checkpoints(
                runs.checkpoints(run), rig.settings().checkpoint().keep(), events);
        state = from.map(m -> resumed(setup.session(), m)).orElseGet(RunState::new);
        note();
        events.accept(new RunEvent.Began(
                run.id(),
                run.pipeline(),
                rig.backend().name(),
                setup.graph().parameterCount(),
                data.train().rows,
                data.validation().map(v -> v.rows).orElse(0),
                data.labels().size(),
                setup.settings().epochs(),
                data.train().steps(setup.settings().batch())));
        if (from.isPresent()) events.accept(new RunEvent.Resumed(state.epoch, state.steps));
        focus();
        TrainingLoop loop =
                new TrainingLoop(setup, data, state, events, this::checkpoint, this::between, trainer.lookNanos());
        loop.run(s -> note());
        samplesPerSecond = loop.samplesPerSecond();
        checkpoints.await();
        return store();
    }

    private Model store() {
        Setup setup = rig.setup();
        Evaluation last = Evaluation.of(
                setup.session(),
                setup.graph(),
                data.validation().orElse(data.train()),
                data.labels(),
                setup.metrics(),
                setup.settings().batch());
        Model model = trainer.models()
                .store(snapshot.model(
                        setup.session(), state, last.json(data.validation().isPresent() ? "validation" : "train")));
        checkpoints.clear();
        run = run.with(RunRecord.State.DONE, Instant.now(), model.version(), "");
        runs.write(run);
        return model;
    }

    private static RunState resumed(Session session, Model checkpoint) {
        RunState state = RunState.of(checkpoint.progress());
        Map<String, float[]> best = new LinkedHashMap<>();
        checkpoint.parameters().forEach((name, values) -> session.write(name, FloatBuffer.wrap(values)));
        checkpoint.optimizer().forEach((name, values) -> {
            if (name.startsWith(Snapshot.BEST)) best.put(name.substring(Snapshot.BEST.length()), values);
            else session.write(name, FloatBuffer.wrap(values));
        });
        state.bestParameters = best;
        state.saved = true;
        session.step(((Number) checkpoint.progress().get("step")).longValue());
        return state;
    }

    /** Writes how the run stands. */
    private void note() {
        run = run.with(rig.choice(), state.history, state.swaps);
        runs.write(run);
    }

    /** Takes snapshots of this rig from now on; provenance names every bundle that has taken part so far. */
    private void focus() {
        places = Stream.concat(places.stream(), Bundles.places(rig.assembly(), rig.backend()).stream())
                .distinct()
                .toList();
        List<Bundles.Place> all = places;
        String backend = rig.backend().name();
        long seed = rig.settings().seed();
        Supplier<Provenance> provenance =
                checkpoints.beside(() -> trainer.provenance(created, backend, seed, all, data.files()));
        snapshot = new Snapshot(run.pipeline(), rig.yaml(), rig.setup().graph(), data, rig.learned(), provenance);
    }

    private void checkpoint(RunState at, boolean last) {
        checkpoints.await(); // its arrays are filled anew
        checkpoints.write(at.steps, snapshot.checkpoint(rig.setup().session(), at));
        at.saved = true;
        if (last) checkpoints.await();
    }

    /** While rows are read, a run can be cancelled and not changed. */
    private void reading(RunEvent event) {
        events.accept(event);
        long now = System.nanoTime();
        if (now - looked < trainer.lookNanos()) return;
        looked = now;
        if (orders.cancelled()) Thread.currentThread().interrupt();
    }

    /** Carries out what was ordered; cancelling is an interruption, which the loop sees next. */
    private Optional<Setup> between(Consumer<Setup> next) {
        Setup before = rig.setup();
        for (Optional<String> id = orders.take(); id.isPresent(); id = orders.take()) {
            Order order = orders.order(id.get());
            if (order.kind() == Order.Kind.CANCEL) {
                Thread.currentThread().interrupt();
                break;
            }
            orders.answer(id.get(), swap(order.assignments(), next));
        }
        return rig.setup() == before ? Optional.empty() : Optional.of(rig.setup());
    }

    private Answer swap(List<String> assignments, Consumer<Setup> next) {
        RunSwap.Made made;
        try {
            made = new RunSwap(trainer.catalog(), trainer.chooser(), data, events).make(rig, assignments, state, next);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            Answer refused = Answer.refused(e);
            events.accept(new RunEvent.Warned("A change was refused, and the run goes on as it was. "
                    + refused.refusal().getMessage()));
            return refused;
        }
        try (Rig old = rig) {
            rig = made.rig();
        } catch (RuntimeException e) {
            events.accept(new RunEvent.Warned("What the run used before could not be closed. " + e.getMessage()));
        }
        if (!made.best()) state.forgetBest();
        state.swaps.add(new RunRecord.Swap(Instant.now(), state.epoch + 1, state.steps, made.changes()));
        checkpoints.keep(rig.settings().checkpoint().keep());
        focus();
        checkpoint(state, true); // resumed from one before, the run would not know of it
        note();
        events.accept(new RunEvent.Swapped(state.epoch, state.steps, made.changes()));
        return Answer.done(made.changes());
    }

    @Override
    public void close() {
        try (Rig last = rig) {
            if (checkpoints != null) checkpoints.close();
        }
    }
}
