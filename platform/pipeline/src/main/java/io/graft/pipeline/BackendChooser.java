package io.graft.pipeline;

import io.graft.api.PipelineException;
import io.graft.api.backend.Program;
import io.graft.api.data.Batch;
import io.graft.pipeline.BackendChoice.Measured;
import io.graft.pipeline.BackendChoice.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Chooses the backend of a run where the descriptor says {@code auto}: the fastest on the first rows, of those that can compute it. What
 * was measured is remembered by network, machine and versions of the backends, so that the same is chosen again.
 *
 * <p>While a run looks shorter than {@value #WORTH_SECONDS} seconds with the first backend, others are not even started.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@Component(service = BackendChooser.class)
public final class BackendChooser {
    /** Runs that are shorter are not worth measuring for. */
    private static final int WORTH_SECONDS = 10;

    /** Two backends are equally fast within this; then the faster answers count. */
    private static final double EQUAL = 1.05;

    private final List<String> first;
    private final RememberedChoices remembered;
    private final LongSupplier clock;

    /** The chooser of a running framework. */
    @Activate
    public BackendChooser(BundleContext context) {
        this(
                order(context.getProperty("graft.backend.auto")),
                new RememberedChoices(
                        Optional.of(Path.of(context.getProperty("graft.home"), "cache", "backends.json"))),
                System::nanoTime);
    }

    /** A chooser that remembers for as long as it lives. */
    public BackendChooser() {
        this(List.of(), new RememberedChoices(Optional.empty()), System::nanoTime);
    }

    /**
     * A chooser.
     *
     * @param first the backends that are tried before others
     * @param clock counts nanoseconds
     */
    BackendChooser(List<String> first, RememberedChoices remembered, LongSupplier clock) {
        this.clock = clock;
        this.first = first;
        this.remembered = remembered;
    }

    private static List<String> order(String property) {
        return property == null
                ? List.of()
                : Stream.of(property.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    /** An open backend, and why it is this one. */
    public record Chosen(Backends.Opened backend, BackendChoice choice) {}

    /**
     * Opens the backend for a program.
     *
     * @param kept what has computed it so far, which goes before all others where the descriptor leaves it open
     * @param measuring is told the name of a backend before it is measured
     */
    public Chosen open(
            Assembly assembly,
            Program program,
            Rehearsal rehearsal,
            Optional<String> kept,
            Consumer<String> measuring) {
        BackendSearch search = new BackendSearch(assembly, program);
        if (!assembly.descriptor().automaticBackend()) return chosen(search.named(), Reason.NAMED, List.of(), search);
        Optional<Backends.Opened> opened = kept.filter(
                        name -> assembly.catalog().names("backend").contains(name))
                .flatMap(search::open);
        if (opened.isPresent()) return chosen(opened.get(), Reason.KEPT, List.of(), search);
        List<BackendSearch.Candidate> candidates = search.candidates().stream()
                .sorted(Comparator.comparing((BackendSearch.Candidate c) -> place(c.name()))
                        .thenComparing(BackendSearch.Candidate::name))
                .toList();
        if (candidates.size() < 2)
            return candidates.stream()
                    .flatMap(c -> search.open(c.name()).stream())
                    .findFirst()
                    .map(backend -> chosen(backend, Reason.ONLY, List.of(), search))
                    .orElseThrow(search::nothing);
        String key = key(program, rehearsal, candidates);
        Optional<Chosen> before = remembered.find(key).flatMap(c -> again(c, rehearsal, search));
        return before.orElseGet(() -> new Comparison(program, rehearsal, search, key, measuring).among(candidates));
    }

    private int place(String name) {
        int i = first.indexOf(name);
        return i < 0 ? first.size() : i;
    }

    private static Chosen chosen(
            Backends.Opened backend, Reason reason, List<Measured> measured, BackendSearch search) {
        return new Chosen(backend, BackendChoice.of(backend.name(), reason, measured, search.reasons()));
    }

    private static Optional<Chosen> again(RememberedChoices.Choice choice, Rehearsal rehearsal, BackendSearch search) {
        Measured best = choice.measured().get(0);
        if (!choice.compared() && best.stepMilliseconds() * rehearsal.steps() >= WORTH_SECONDS * 1e3)
            return Optional.empty(); // it was a short run then, and is a long one now
        return search.open(best.backend())
                .map(backend -> new Chosen(
                        backend,
                        BackendChoice.of(best.backend(), Reason.REMEMBERED, choice.measured(), choice.passedOver())));
    }

    private static String key(Program program, Rehearsal rehearsal, List<BackendSearch.Candidate> candidates) {
        return NetworkText.sha256(List.of(
                NetworkText.of(program),
                rehearsal.options().maxRows() + " rows, " + rehearsal.options().threads() + " threads",
                Machine.describe(),
                candidates.stream().map(Object::toString).sorted().toList().toString()));
    }

    /** Sorts by the time of a step; of those that are as good as equal, the one with the fastest answers goes first. */
    private static Measured bestFirst(List<Measured> measured) {
        measured.sort(Comparator.comparingDouble(Measured::stepMilliseconds));
        double close = measured.get(0).stepMilliseconds() * EQUAL;
        Measured best = measured.stream()
                .filter(m -> m.stepMilliseconds() <= close)
                .min(Comparator.comparingDouble(Measured::answerMilliseconds))
                .orElseThrow();
        measured.remove(best);
        measured.add(0, best);
        return best;
    }

    /** One comparison; whatever it opened is closed again but for the one that it gives. */
    private final class Comparison {
        private final Program program;
        private final Rehearsal rehearsal;
        private final BackendSearch search;
        private final String key;
        private final Consumer<String> measuring;
        private final Map<BackendSearch.Candidate, Backends.Opened> open = new LinkedHashMap<>();
        private final List<Measured> measured = new ArrayList<>();
        private Throwable failure;

        Comparison(Program program, Rehearsal rehearsal, BackendSearch search, String key, Consumer<String> measuring) {
            this.program = program;
            this.rehearsal = rehearsal;
            this.search = search;
            this.key = key;
            this.measuring = measuring;
        }

        Chosen among(List<BackendSearch.Candidate> candidates) {
            Backends.Opened given = null;
            try {
                Chosen chosen = compare(candidates, rehearsal.batches().get());
                given = chosen.backend();
                return chosen;
            } finally {
                for (Backends.Opened o : open.values()) if (o != given) o.close();
            }
        }

        private Chosen compare(List<BackendSearch.Candidate> candidates, List<Batch> batches) {
            List<BackendSearch.Candidate> rest = new ArrayList<>(candidates);
            while (measured.isEmpty() && !rest.isEmpty()) {
                BackendSearch.Candidate candidate = rest.remove(0);
                if (!opened(candidate)) continue;
                try (Calibration c = calibration(candidate, batches)) {
                    if (c.shorterThan(WORTH_SECONDS)) {
                        c.answers(false);
                        measured.add(c.of(candidate));
                        return result(Reason.SHORT);
                    }
                    rest.removeIf(other -> !opened(other));
                    if (rest.isEmpty()) return chosen(open.get(candidate), Reason.ONLY, List.of(), search);
                    measure(candidate, c);
                } catch (PipelineException | OutOfMemoryError e) {
                    failed(candidate, e);
                }
            }
            for (BackendSearch.Candidate candidate : rest) {
                if (Thread.currentThread().isInterrupted()) break;
                try (Calibration c = calibration(candidate, batches)) {
                    measure(candidate, c);
                } catch (PipelineException | OutOfMemoryError e) {
                    failed(candidate, e);
                }
            }
            if (measured.isEmpty()) {
                if (failure instanceof Error e) throw e;
                throw failure instanceof PipelineException e ? e : search.nothing();
            }
            return result(Reason.MEASURED);
        }

        private boolean opened(BackendSearch.Candidate candidate) {
            if (open.containsKey(candidate)) return true;
            Optional<Backends.Opened> opened = search.open(candidate.name());
            opened.ifPresent(o -> open.put(candidate, o));
            return opened.isPresent();
        }

        private Calibration calibration(BackendSearch.Candidate candidate, List<Batch> batches) {
            measuring.accept(candidate.name());
            return new Calibration(open.get(candidate), program, rehearsal, batches, clock);
        }

        private void measure(BackendSearch.Candidate candidate, Calibration calibration) {
            calibration.settle();
            calibration.answers(true);
            measured.add(calibration.of(candidate));
        }

        private void failed(BackendSearch.Candidate candidate, Throwable e) {
            if (failure == null) failure = e;
            search.passOver(
                    candidate.name(),
                    e instanceof OutOfMemoryError ? "There is too little memory for it." : e.getMessage());
        }

        /** An interruption cut it short: then nothing is remembered. */
        private Chosen result(Reason reason) {
            Measured best = bestFirst(measured);
            if (!Thread.currentThread().isInterrupted())
                remembered.put(
                        key, new RememberedChoices.Choice(measured, reason == Reason.MEASURED, search.reasons()));
            Backends.Opened backend = open.entrySet().stream()
                    .filter(e -> e.getKey().name().equals(best.backend()))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            return chosen(backend, reason, measured, search);
        }
    }
}
