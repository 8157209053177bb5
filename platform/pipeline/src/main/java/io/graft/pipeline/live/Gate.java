package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.catalog.Offer;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Part;
import io.graft.pipeline.ProbeSet;
import io.graft.pipeline.Underway;
import io.graft.pipeline.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Prepares next generations beside what serves, and judges them.
 *
 * <p><b>Threading.</b> Thread-safe. Plug-ins are called on a thread of their own, so that one that hangs holds up nobody.
 */
final class Gate {
    /** How many times as long as a call of a plug-in the probe may take. */
    private static final int PROBE = 10;

    private final ModelStore models;
    private final Duration patience;

    Gate(ModelStore models, Duration patience) {
        this.models = models;
        this.patience = patience;
    }

    /**
     * Prepares and judges.
     *
     * @param drop gives back a generation that is not published
     * @throws PipelineException when it cannot be assembled
     */
    Candidate prepare(Order order, SwapOptions options, Consumer<ServingGeneration> drop) {
        return PatientCall.call(
                "graft-prepare-" + order.pipeline(),
                patience,
                underway -> new Preparation(order, options, underway, drop).candidate(),
                Candidate::close);
    }

    /** What the probe set shows of a generation by itself; empty when it cannot be asked. */
    Optional<Report.Probe> measure(ServingGeneration serving) {
        if (!serving.lease()) return Optional.empty();
        try {
            return PatientCall.call(
                    "graft-probe-" + serving.face().pipeline(),
                    patience,
                    underway -> {
                        try {
                            return ProbeJudge.judge(
                                            Optional.empty(),
                                            rows -> Optional.empty(),
                                            serving.generation(),
                                            () -> underway.enter(asked(serving), 1))
                                    .probe();
                        } finally {
                            serving.giveBack(); // a probe that hangs must not lose the ground under its feet
                        }
                    },
                    late -> {});
        } catch (PipelineException e) {
            return Optional.empty();
        }
    }

    private static String asked(ServingGeneration serving) {
        return "the answers of generation " + serving.face().generation() + " to the probe rows";
    }

    static List<PipelineStatus.PartStatus> parts(Generation generation) {
        return generation.parts().stream().map(Gate::part).toList();
    }

    private static PipelineStatus.PartStatus part(Part p) {
        Offer o = p.offer();
        return new PipelineStatus.PartStatus(
                p.reference().path(),
                o.kind(),
                o.name(),
                o.plugin(),
                o.version().toString(),
                o.bundle());
    }

    private final class Preparation {
        private final Order order;
        private final SwapOptions options;
        private final Underway underway;
        private final Consumer<ServingGeneration> drop;
        private final Warnings warnings = new Warnings();
        private final List<Report.Check> checks = new ArrayList<>();
        private final Map<String, Double> milliseconds = new LinkedHashMap<>();
        private String refusal;

        Preparation(Order order, SwapOptions options, Underway underway, Consumer<ServingGeneration> drop) {
            this.order = order;
            this.options = options;
            this.underway = underway;
            this.drop = drop;
        }

        Candidate candidate() {
            long begun = System.nanoTime();
            Generation generation = generation();
            ServingGeneration serving = null;
            try {
                Worker worker = generation.worker();
                Face face = face(generation, worker);
                serving = new ServingGeneration(generation, face, worker);
                underway.enter("the warm-up", 1);
                Optional<String> cold = WarmUp.run(serving);
                underway.leave();
                long prepared = System.nanoTime();
                milliseconds.put("prepare", (prepared - begun) / 1e6);
                List<PipelineStatus.PartStatus> parts = parts(generation);
                checks.add(new Report.Check("resolve", true, "All " + parts.size() + " components are there."));
                checks.add(new Report.Check(
                        "types",
                        true,
                        face.numbers() == 0
                                ? "Each step takes what the one before it gives."
                                : "Rows of " + face.numbers() + " numbers go straight to the network."));
                untrained(generation);
                warm(cold, face);
                Optional<Report.Probe> probe = probe(generation);
                milliseconds.put("gate", (System.nanoTime() - prepared) / 1e6);
                return new Candidate(
                        order.deployed().map(Deployed::generation).orElse(0),
                        serving,
                        next(parts),
                        changes(parts),
                        checks,
                        probe,
                        warnings.end(),
                        milliseconds,
                        Optional.ofNullable(refusal),
                        drop);
            } catch (RuntimeException | Error e) {
                close(generation, serving, e);
                throw e;
            }
        }

        private Generation generation() {
            Optional<Model> known = order.known().filter(m -> m.version() == order.model());
            Model model = known.orElseGet(() -> models.load(order.pipeline(), OptionalInt.of(order.model())));
            Supplier<Map<String, float[]>> parameters = !model.parameters().isEmpty()
                    ? model::parameters
                    : () -> models.load(order.pipeline(), OptionalInt.of(order.model()))
                            .parameters();
            return Generation.of(
                    order.catalog(),
                    order.descriptor(),
                    model,
                    parameters,
                    order.before().map(ServingGeneration::generation),
                    underway,
                    warnings::add);
        }

        private Face face(Generation g, Worker worker) {
            return new Face(
                    order.pipeline(),
                    order.number(),
                    order.model(),
                    worker.takes(),
                    g.model().labels(),
                    worker.width(),
                    worker.capacity(),
                    g.backend(),
                    g.decoding());
        }

        private void untrained(Generation generation) {
            List<String> fresh = generation.untrained();
            boolean already = order.before()
                    .filter(b -> b.generation().sharesParametersWith(generation))
                    .isPresent();
            if (fresh.isEmpty() || already) {
                checks.add(new Report.Check("shapes", true, "The model has every parameter of the network."));
                return;
            }
            String sentence = (fresh.size() == 1
                            ? fresh.get(0) + " is new and untrained"
                            : String.join(", ", fresh) + " are new and untrained")
                    + "; train the pipeline with this descriptor and deploy the new model, or force the swap.";
            checks.add(new Report.Check("shapes", false, sentence));
            refuse(sentence, true);
        }

        private void warm(Optional<String> cold, Face face) {
            String sentence = cold.orElse("It gives finite numbers, " + face.width() + " for each row.");
            checks.add(new Report.Check("warm-up", cold.isEmpty(), sentence));
            if (cold.isPresent()) refuse(sentence, false);
        }

        private Optional<Report.Probe> probe(Generation generation) {
            if (!options.gate()) return Optional.empty();
            ProbeJudge.Verdict verdict;
            try {
                verdict = ProbeJudge.judge(
                        order.before().map(ServingGeneration::generation),
                        this::before,
                        generation,
                        () -> underway.enter("the answers to the probe rows", PROBE));
                if (order.measured().isPresent())
                    verdict = Apart.judged(order.measured().get(), verdict, generation);
            } catch (PipelineException e) {
                String sentence = "The probe rows could not be answered: " + e.getMessage();
                checks.add(new Report.Check("probe", false, sentence));
                refuse(sentence, true);
                return Optional.empty();
            } finally {
                underway.leave();
            }
            checks.add(new Report.Check("probe", verdict.passed(), verdict.sentence()));
            if (!verdict.passed()) refuse(verdict.sentence(), true);
            else if (verdict.probe().isEmpty() && !verdict.sentence().isEmpty()) warnings.add(verdict.sentence());
            return verdict.probe();
        }

        /** What the generation that serves answers; nothing when it does not come back with answers. */
        private Optional<ProbeAsked> before(List<ProbeSet.Row> rows) {
            if (order.before().isEmpty()) return Optional.empty();
            ServingGeneration serving = order.before().get();
            underway.leave();
            try {
                return Optional.of(PatientCall.call(
                        "graft-probe-" + order.pipeline(),
                        patience,
                        asking -> ProbeAsked.leased(serving, rows, () -> asking.enter(asked(serving), 1)),
                        ProbeAsked::close));
            } catch (PipelineException e) {
                warnings.add("What serves could not be compared with: " + e.getMessage());
                return Optional.empty();
            }
        }

        private void refuse(String sentence, boolean forcible) {
            if (forcible && options.force()) warnings.add("Forced: " + sentence);
            else if (refusal == null) refusal = sentence;
        }

        private Deployed next(List<PipelineStatus.PartStatus> parts) {
            if (order.deployed().isEmpty())
                return new Deployed(
                        order.pipeline(),
                        order.descriptor(),
                        order.model(),
                        order.number(),
                        order.number(),
                        Instant.now(),
                        false,
                        parts,
                        List.of());
            Deployed now = order.deployed().get();
            if (order.unchanged()) return now.again(order.number(), parts);
            List<String> changes = changes(parts);
            String why = !order.why().isEmpty()
                    ? order.why()
                    : changes.isEmpty() ? "assembled anew" : String.join("; ", changes);
            String noted = options.note().isEmpty() ? why : why + " (" + options.note() + ")";
            return now.next(order.descriptor(), order.model(), order.number(), parts, noted, order.plugins());
        }

        private List<String> changes(List<PipelineStatus.PartStatus> parts) {
            List<String> found = new ArrayList<>();
            order.deployed().ifPresent(now -> {
                Edits.differences(now.descriptor(), order.descriptor(), "", found);
                if (now.model() != order.model()) found.add("model: " + now.model() + " → " + order.model());
                for (PipelineStatus.PartStatus p : parts)
                    for (PipelineStatus.PartStatus b : now.parts())
                        if (p.path().equals(b.path())
                                && p.kind().equals(b.kind())
                                && p.name().equals(b.name())
                                && !p.version().equals(b.version()))
                            found.add(p.path() + ": " + p.name() + " of " + b.plugin() + " " + b.version() + " → "
                                    + p.version());
            });
            return found;
        }

        private void close(Generation generation, ServingGeneration serving, Throwable e) {
            try {
                if (serving != null) serving.close();
                else generation.close();
            } catch (RuntimeException | LinkageError second) {
                e.addSuppressed(second);
            }
        }
    }
}
