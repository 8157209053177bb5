package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.Report.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Puts one generation in the place of another: prepare, gate, publish, drain, retire.
 *
 * <p><b>Threading.</b> For whoever holds the pipeline's changes.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Gate gate;
    private final PipelineFiles files;
    private final Events events;
    private final LeakWatch leaks;
    private final Executor background;

    /** Works with these; what ends late is closed in the background. */
    Exchange(Gate gate, PipelineFiles files, Events events, LeakWatch leaks, Executor background) {
        this.gate = gate;
        this.files = files;
        this.events = events;
        this.leaks = leaks;
        this.background = background;
    }

    /** Prepares, judges and, unless it is a dry run, publishes. */
    Report change(ServedPipeline p, Order order, SwapOptions options) {
        if (options.memoryFirst() && !options.dryRun() && order.before().isPresent())
            return memoryFirst(p, order, options);
        try (Candidate candidate = prepare(p, order, options)) {
            if (candidate.refusal().isPresent()) throw refused(p, candidate);
            if (options.dryRun())
                return candidate.report(
                        Outcome.WOULD_PASS,
                        "The gate would let it pass; nothing was changed, because it is a dry run.");
            publish(p, candidate);
            retire(p, order.before(), candidate, options.drain());
            return published(p, candidate);
        }
    }

    /** Prepares and judges a candidate; the caller publishes or closes it. */
    Candidate prepare(ServedPipeline p, Order order, SwapOptions options) {
        events.tell(Type.PREPARING, p.name(), order.number(), "Generation " + order.number() + " is being prepared.");
        try {
            return gate.prepare(order, options);
        } catch (PipelineException e) {
            Report report = notAssembled(p, e);
            events.tell(Type.REFUSED, p.name(), order.number(), report.sentence(), report);
            throw e.code() == ErrorCode.REFUSED ? new RefusedException(report) : e;
        }
    }

    /** The report of what could not be assembled. */
    static Report notAssembled(ServedPipeline p, PipelineException e) {
        if (e instanceof RefusedException r) return r.report();
        int serves = p.serving().map(s -> s.face().generation()).orElse(0);
        return new Report(
                p.name(),
                serves,
                serves,
                Outcome.REFUSED,
                e.getMessage(),
                List.of(),
                List.of(new Report.Check("resolve", false, e.getMessage())),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    /** The refusal of a candidate, which is told. */
    RefusedException refused(ServedPipeline p, Candidate candidate) {
        Report report = refusal(p, candidate);
        events.tell(Type.REFUSED, p.name(), candidate.next().generation(), report.sentence(), report);
        return new RefusedException(report);
    }

    static Report refusal(ServedPipeline p, Candidate candidate) {
        String serves = p.serving()
                .map(s -> " Generation " + s.face().generation() + " serves on.")
                .orElse("");
        return candidate.report(Outcome.REFUSED, candidate.refusal().orElse("") + serves);
    }

    /** Writes down what is deployed, then lets the candidate answer. */
    void publish(ServedPipeline p, Candidate candidate) {
        files.write(candidate.next());
        letAnswer(p, candidate);
    }

    /** Lets the candidate answer; what is deployed has been written down. */
    void letAnswer(ServedPipeline p, Candidate candidate) {
        boolean first = p.deployed() == null;
        endTrial(p, "another generation was published");
        long begun = System.nanoTime();
        p.now(ServedPipeline.Now.of(candidate.serving()));
        long took = System.nanoTime() - begun;
        candidate.taken();
        candidate.took("publish", took);
        p.deployed(candidate.next());
        p.ghosts(List.of());
        if (first) events.tell(Type.DEPLOYED, p.name(), candidate.next().generation(), "It is served.");
        events.tell(
                Type.PUBLISHED,
                p.name(),
                candidate.next().generation(),
                "Generation " + candidate.next().generation() + " answers.",
                Duration.ofNanos(took));
    }

    Report published(ServedPipeline p, Candidate candidate) {
        String what = candidate.changes().isEmpty() ? "." : ": " + String.join("; ", candidate.changes()) + ".";
        return candidate.report(
                Outcome.PUBLISHED,
                "Generation " + candidate.next().generation() + " of '" + p.name() + "' serves" + what);
    }

    /** Drains and retires what served before a candidate. */
    void retire(ServedPipeline p, Optional<ServingGeneration> before, Candidate candidate, Duration drain) {
        if (before.isEmpty()) return;
        long begun = System.nanoTime();
        boolean drained = drain(p, before.get(), drain);
        long over = System.nanoTime();
        candidate.took("drain", over - begun);
        if (drained) close(p, before.get());
        else {
            candidate.warn("Generation " + before.get().face().generation() + " was still answering "
                    + before.get().leased() + " requests after " + drain.toMillis()
                    + " ms; it gives back everything when they are over.");
            closeLater(p, before.get());
        }
        candidate.took("retire", System.nanoTime() - over);
    }

    /** Drains and retires, when nothing follows. */
    void retire(ServedPipeline p, ServingGeneration serving, Duration drain) {
        if (drain(p, serving, drain)) close(p, serving);
        else closeLater(p, serving);
    }

    private boolean drain(ServedPipeline p, ServingGeneration old, Duration atMost) {
        long begun = System.nanoTime();
        int number = old.face().generation();
        old.retire();
        boolean drained = old.drained(atMost);
        events.tell(
                Type.DRAINED,
                p.name(),
                number,
                drained
                        ? "The last request of generation " + number + " has been answered."
                        : "Generation " + number + " is stuck: " + old.leased() + " requests are not over after "
                                + atMost.toMillis() + " ms. What they use is freed when they are.",
                Duration.ofNanos(System.nanoTime() - begun));
        return drained;
    }

    private void closeLater(ServedPipeline p, ServingGeneration old) {
        old.drained().thenRunAsync(() -> close(p, old), background);
    }

    private void close(ServedPipeline p, ServingGeneration old) {
        long begun = System.nanoTime();
        int number = old.face().generation();
        String sentence = "Generation " + number + " has given back everything.";
        try {
            old.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "Generation " + number + " of " + p.name() + " did not close.", e);
            sentence = "Generation " + number + " was retired, but not all of it closed: " + e.getMessage();
        }
        events.tell(Type.RETIRED, p.name(), number, sentence, Duration.ofNanos(System.nanoTime() - begun));
        String name = p.name();
        leaks.watch("generation", name + " generation " + number, old.generation(), watched -> {
            if (watched.collected())
                events.tell(
                        Type.COLLECTED, name, number, "Nothing of generation " + number + " is in memory any more.");
            else
                events.tell(
                        Type.LEAKED,
                        name,
                        number,
                        "Generation " + number + " is still in memory"
                                + watched.holder()
                                        .map(h -> ", held by " + h + ".")
                                        .orElse("."));
        });
    }

    /** Prepares and judges, and lets the candidate answer its share. */
    Report beginTrial(ServedPipeline p, Order order, SwapOptions options, Consumer<TrialRun.Decision> decided) {
        TrialSettings settings = options.trial().orElseThrow();
        try (Candidate candidate = prepare(p, order, options)) {
            if (candidate.refusal().isPresent()) throw refused(p, candidate);
            ServingGeneration serving = p.serving().orElseThrow();
            Face now = serving.face();
            Face next = candidate.serving().face();
            if (now.readsText() != next.readsText() || now.numbers() != next.numbers())
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        "",
                        "The next generation takes other rows than the one that serves, so it cannot be tried on the same requests.");
            int number = next.generation();
            Deployed tried = p.deployed().tried(number);
            files.write(tried);
            p.deployed(tried);
            TrialRun trial = new TrialRun(settings, candidate, decided);
            p.now(new ServedPipeline.Now(serving, trial, null, ""));
            candidate.taken();
            Report report = candidate.report(
                    Outcome.ON_TRIAL,
                    "Generation " + number + " of '" + p.name() + "' is on trial as a "
                            + settings.mode().written() + " with the share of " + settings.share() + ".");
            events.tell(Type.TRIAL_BEGAN, p.name(), number, report.sentence(), report);
            return report;
        }
    }

    /** Ends the trial that there is. */
    Report decide(ServedPipeline p, boolean publish, String why) {
        TrialRun trial = p.now().trial();
        Candidate candidate = trial.candidate();
        if (!publish) {
            endTrial(p, why);
            return candidate.report(
                    Outcome.REFUSED, "Generation " + candidate.next().generation() + " was dropped: " + why + ".");
        }
        ServingGeneration before = p.now().serving();
        files.write(candidate.next());
        p.now(ServedPipeline.Now.of(before));
        trial.close();
        letAnswer(p, candidate);
        retire(p, Optional.of(before), candidate, SwapOptions.DEFAULT.drain());
        return published(p, candidate);
    }

    /** Ends a trial whose generation is not published. */
    void endTrial(ServedPipeline p, String why) {
        TrialRun trial = p.now().trial();
        if (trial == null) return;
        p.now(ServedPipeline.Now.of(p.now().serving()));
        trial.close();
        int number = trial.candidate().next().generation();
        events.tell(Type.TRIAL_DROPPED, p.name(), number, "Generation " + number + " was dropped: " + why + ".");
        retire(p, trial.candidate().serving(), SwapOptions.DEFAULT.drain());
    }

    /** Retires what serves before the next is loaded; requests wait meanwhile. */
    private Report memoryFirst(ServedPipeline p, Order order, SwapOptions options) {
        endTrial(p, "another generation is loaded in its place");
        ServingGeneration old = order.before().orElseThrow();
        Order alone = order.alone(options.gate() ? gate.measure(old) : Optional.empty());
        p.now(new ServedPipeline.Now(null, null, new CompletableFuture<>(), "The next generation takes long to load."));
        retire(p, old, options.drain());

        try (Candidate candidate = prepare(p, alone, options)) {
            if (candidate.refusal().isPresent()) throw refused(p, candidate);
            publish(p, candidate);
            return published(p, candidate);
        } catch (RuntimeException | Error e) {
            goBack(p, order.catalog(), e);
            throw e;
        }
    }

    private void goBack(ServedPipeline p, Catalog catalog, Throwable why) {
        Deployed before = p.deployed();
        Order again = Order.again(p, catalog).numbered(before.generation());
        try (Candidate candidate = prepare(p, again, SwapOptions.DEFAULT.withGate(false))) {
            if (candidate.refusal().isPresent())
                throw new PipelineException(
                        ErrorCode.NOT_READY, "", candidate.refusal().get());
            publish(p, candidate);
        } catch (RuntimeException | Error second) {
            why.addSuppressed(second);
            String sentence =
                    "The next generation could not be loaded, nor the one before again: " + second.getMessage();
            p.now(ServedPipeline.Now.nothing(sentence));
            events.tell(Type.UNLOADED, p.name(), before.generation(), sentence);
        }
    }
}
