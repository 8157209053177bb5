package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Parameter;
import io.graft.api.model.Rule;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import io.graft.pipeline.BackendChooser;
import io.graft.pipeline.LearnedState;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the next rig of a run beside the one that it has: checked, assembled, opened, given the parameters, and tried on the next rows.
 *
 * <p><b>Errors.</b> Whatever fails, the rig that the run has was only read from.
 */
final class RunSwap {
    /** What the data that was read, and the place in it, depend on. */
    private static final List<String> FIXED =
            List.of("graft", "pipeline", "data", "prepare", "train.seed", "train.shuffle");

    private final Catalog catalog;
    private final BackendChooser chooser;
    private final PreparedData data;
    private final Consumer<RunEvent> events;

    /**
     * Swaps of a run.
     *
     * @param data its data, which stays
     */
    RunSwap(Catalog catalog, BackendChooser chooser, PreparedData data, Consumer<RunEvent> events) {
        this.catalog = catalog;
        this.chooser = chooser;
        this.data = data;
        this.events = events;
    }

    /**
     * The next rig, ready to go on.
     *
     * @param changes what was changed, kept and made new, a sentence each
     * @param best whether the best epoch so far still counts
     */
    record Made(Rig rig, List<String> changes, boolean best) {}

    /**
     * Makes it.
     *
     * @param next fills a batch with the rows that the run is about to train on
     */
    Made make(Rig old, List<String> assignments, RunState state, Consumer<Setup> next) {
        Assignments change = Assignments.of(old.descriptor().tree(), assignments);
        checkFixed(old.descriptor().tree(), change.tree());
        Descriptor descriptor =
                DescriptorCheck.parse(change.tree(), old.descriptor().folder(), catalog);
        checkEpochs(descriptor, state);
        Rig rig =
                Rig.assemble(catalog, descriptor, new LearnedState(old.learned().texts()), events);
        try {
            if (rig.loss().target() != old.loss().target())
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        "model.loss",
                        "The data of this run was read for the loss '"
                                + old.descriptor().loss().name() + "'; '"
                                + descriptor.loss().name()
                                + "' compares with something else. Train anew with it.");
            Optional<String> kept = Optional.of(old.backend().name())
                    .filter(name -> old.descriptor().automaticBackend());
            rig.open(data, chooser, kept, events);
            List<String> changes = new ArrayList<>(change.sentences());
            Handover handover = new Handover(old.setup(), rig.setup());
            Map<String, float[]> tensors = handover.tensors();
            handover.write(tensors);
            attempt(rig.setup(), next);
            handover.write(tensors);
            changes.addAll(handover.sentences());
            if (!old.backend().name().equals(rig.backend().name()))
                changes.add("It is computed by '" + rig.backend().name() + "' now.");
            boolean best = bestCounts(old, rig);
            if (!best && state.bestEpoch > 0)
                changes.add("The best epoch so far, " + state.bestEpoch
                        + ", does not count any more: it was judged by something else, or of another network.");
            return new Made(rig, changes, best);
        } catch (RuntimeException | Error e) {
            try (rig) {
                throw e;
            }
        }
    }

    private static void checkFixed(Tree old, Tree now) {
        for (String path : FIXED)
            if (!Objects.equals(old.find(path), now.find(path)))
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        path,
                        "'" + path
                                + "' cannot change while a run is going on: the rows have been read, and their order is set. Cancel the run and train anew.");
    }

    private static void checkEpochs(Descriptor descriptor, RunState state) {
        if (descriptor.train().epochs() <= state.epoch)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "train.epochs",
                    "The run is in epoch " + (state.epoch + 1) + ", so train.epochs must be " + (state.epoch + 1)
                            + " or more, not " + descriptor.train().epochs() + ".");
    }

    /** One step, which is undone afterwards: what cannot learn must not take over. */
    private static void attempt(Setup setup, Consumer<Setup> next) {
        next.accept(setup);
        float loss = setup.session().train(setup.batch(), setup.rule().learningRate());
        if (!Float.isFinite(loss))
            throw new PipelineException(
                    ErrorCode.DIVERGED, "model", "With this change the loss of the next step would be " + loss + ".");
    }

    /** Whether epochs before and after the change can be compared, and the parameters of those before still be used. */
    private static boolean bestCounts(Rig old, Rig now) {
        String metric = old.settings().stop().metric().orElse("loss");
        Descriptor a = old.descriptor();
        Descriptor b = now.descriptor();
        return old.settings().stop().patience() > 0
                && metric.equals(now.settings().stop().metric().orElse("loss"))
                && same(a.layers(), b.layers())
                && (metric.equals("loss")
                        ? same(List.of(a.loss()), List.of(b.loss()))
                        : same(a.metrics(), b.metrics()));
    }

    private static boolean same(List<Reference> a, List<Reference> b) {
        if (a.size() != b.size()) return false;
        for (int i = 0; i < a.size(); i++)
            if (!a.get(i).written().equals(b.get(i).written())
                    || !a.get(i).settings().equals(b.get(i).settings())) return false;
        return true;
    }

    /** What goes over from one setup to the next. */
    private static final class Handover {
        private final Setup old;
        private final Setup now;
        private final boolean sameRule;
        private final Set<String> keptParameters = new LinkedHashSet<>();
        private final List<Parameter> fresh = new ArrayList<>();

        Handover(Setup old, Setup now) {
            this.old = old;
            this.now = now;
            sameRule = old.rule().name().equals(now.rule().name())
                    && old.rule().slots().equals(now.rule().slots());
            for (Parameter p : now.graph().parameters())
                if (old.graph()
                        .parameter(p.name())
                        .filter(o -> o.shape().equals(p.shape()))
                        .isPresent()) keptParameters.add(p.name());
                else fresh.add(p);
        }

        /** Everything that the next session holds: what is kept, and where nothing is, what it began with. */
        Map<String, float[]> tensors() {
            Set<String> kept = new LinkedHashSet<>(keptParameters);
            if (sameRule)
                for (String parameter : keptParameters)
                    for (Rule.Slot slot : now.rule().slots()) kept.add("optimizer." + slot.name() + "." + parameter);
            Map<String, Integer> before = old.session().tensors();
            Map<String, float[]> tensors = new LinkedHashMap<>();
            now.session().tensors().forEach((name, n) -> {
                boolean keep = kept.contains(name) && n.equals(before.get(name));
                tensors.put(name, TrainingLoop.copy(keep ? old.session() : now.session(), name, n));
            });
            return tensors;
        }

        /** Writes all of it; a rule that begins anew counts its steps anew. */
        void write(Map<String, float[]> tensors) {
            tensors.forEach((name, values) -> now.session().write(name, FloatBuffer.wrap(values)));
            now.session().step(sameRule ? old.session().step() : 0);
        }

        List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            int all = now.graph().parameters().size();
            if (fresh.isEmpty()) sentences.add("All parameters are kept.");
            else {
                List<String> names =
                        fresh.stream().map(p -> p.name() + " " + p.shape()).toList();
                sentences.add(keptParameters.size() + " of " + all + " parameters are kept; new: "
                        + String.join(", ", names) + ".");
            }
            String rule = now.rule().name();
            if (!sameRule)
                sentences.add("The optimizer begins anew: its rule was '"
                        + old.rule().name() + "' and is '" + rule + "' now.");
            else if (!now.rule().slots().isEmpty() && !keptParameters.isEmpty())
                sentences.add("The state of the optimizer is kept" + (fresh.isEmpty() ? "." : " for those."));
            return sentences;
        }
    }
}
