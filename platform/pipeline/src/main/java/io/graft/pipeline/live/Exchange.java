package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.Report.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Puts one generation in the place of another: prepare, gate, publish, drain, retire.
 *
 * <p><b>Threading.</b> For whoever holds the pipeline's changes.
 */
final class Exchange {
    private final Gate gate;
    private final PipelineFiles files;
    private final Events events;
    private final Leaving leaving;

    /** Works with these. */
    Exchange(Gate gate, PipelineFiles files, Events events, Leaving leaving) {
        this.gate = gate;
        this.files = files;
        this.events = events;
        this.leaving = leaving;
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
            order.before().ifPresent(candidate::replaces);
            retire(p, candidate, options.drain());
            return published(p, candidate);
        }
    }

    /** Prepares and judges a candidate; the caller publishes or closes it. */
    Candidate prepare(ServedPipeline p, Order order, SwapOptions options) {
        events.tell(Type.PREPARING, p.name(), order.number(), "Generation " + order.number() + " is being prepared.");
        try {
            return gate.prepare(order, options, serving -> leaving.drop(p.name(), serving));
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
        try {
            files.write(candidate.next());
        } catch (PipelineException e) {
            Deployed now = p.deployed();
            if (now == null || !candidate.next().sameAs(now)) throw e;
            candidate.warn("What is deployed serves again, but could not be written down anew: " + e.getMessage());
        }
        letAnswer(p, candidate);
    }

    /** Lets the candidate answer; what is deployed has been written down. */
    void letAnswer(ServedPipeline p, Candidate candidate) {
        boolean first = p.deployed() == null;
        int number = candidate.next().generation();
        TrialRun trial = p.now().trial();
        ServedPipeline.Now next = ServedPipeline.Now.of(candidate.serving());
        long begun = System.nanoTime();
        p.now(next);
        long took = System.nanoTime() - begun;
        candidate.taken();
        candidate.took("publish", took);
        p.deployed(candidate.next());
        p.ghosts(List.of());
        if (trial != null) {
            dropped(p, trial, "another generation was published");
            candidate.replaces(trial.candidate().serving());
        }
        if (first) events.tell(Type.DEPLOYED, p.name(), number, "It is served.");
        events.tell(Type.PUBLISHED, p.name(), number, "Generation " + number + " answers.", Duration.ofNanos(took));
    }

    Report published(ServedPipeline p, Candidate candidate) {
        String what = candidate.changes().isEmpty() ? "." : ": " + String.join("; ", candidate.changes()) + ".";
        return candidate.report(
                Outcome.PUBLISHED,
                "Generation " + candidate.next().generation() + " of '" + p.name() + "' serves" + what);
    }

    /** Drains and retires what answered before a candidate. */
    void retire(ServedPipeline p, Candidate candidate, Duration drain) {
        List<Leaving.Left> left = leave(p, candidate, System.nanoTime() + drain.toNanos(), drain);
        arrive(candidate, left);
    }

    /** Drains what answered before a candidate and begins to give it back. */
    List<Leaving.Left> leave(ServedPipeline p, Candidate candidate, long until, Duration drain) {
        candidate.replaced().forEach(ServingGeneration::retire);
        List<Leaving.Left> left = new ArrayList<>();
        for (ServingGeneration old : candidate.replaced()) left.add(leaving.begin(p, old, until, drain));
        return left;
    }

    /** Waits until what answered before a candidate has been given back. */
    void arrive(Candidate candidate, List<Leaving.Left> left) {
        for (Leaving.Left l : left) {
            leaving.end(l);
            candidate.note(l.notes());
        }
    }

    /** Drains and retires, when nothing follows. */
    void retire(ServedPipeline p, ServingGeneration serving, Duration drain) {
        leaving.retire(p, serving, drain);
    }

    /** Lets none of these answer any more and gives back all, for the end of the process: nobody changes anything any more. */
    void end(List<ServedPipeline> pipelines, Duration drain) {
        long until = System.nanoTime() + drain.toNanos();
        List<Leaving.Left> left = new ArrayList<>();
        Map<ServingGeneration, ServedPipeline> ending = new LinkedHashMap<>();
        for (ServedPipeline p : pipelines) {
            ServedPipeline.Now now = p.now();
            p.now(ServedPipeline.Now.nothing("The process is ending."));
            if (now.trial() != null) {
                dropped(p, now.trial(), "the process is ending");
                ending.put(now.trial().candidate().serving(), p);
            }
            if (now.serving() != null) ending.put(now.serving(), p);
        }
        ending.keySet().forEach(ServingGeneration::retire); // all drain at the same time
        ending.forEach((old, p) -> left.add(leaving.begin(p, old, until, drain)));
        left.forEach(leaving::end);
    }

    /** Prepares and judges, and lets the candidate answer its share. */
    Report beginTrial(ServedPipeline p, Order order, SwapOptions options, Consumer<TrialRun.Decision> decided) {
        TrialSettings settings = options.trial().orElseThrow();
        try (Candidate candidate = prepare(p, order, options)) {
            if (candidate.refusal().isPresent()) throw refused(p, candidate);
            ServingGeneration serving = p.serving().orElseThrow();
            Face now = serving.face();
            Face next = candidate.serving().face();
            if (now.numbers() != next.numbers()
                    || now.numbers() == 0 && !now.takes().equals(next.takes()))
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
        candidate.replaces(before);
        retire(p, candidate, SwapOptions.DEFAULT.drain());
        return published(p, candidate);
    }

    /** Ends a trial whose generation is not published. */
    void endTrial(ServedPipeline p, String why) {
        TrialRun trial = p.now().trial();
        if (trial == null) return;
        p.now(ServedPipeline.Now.of(p.now().serving()));
        dropped(p, trial, why);
        retire(p, trial.candidate().serving(), SwapOptions.DEFAULT.drain());
    }

    private void dropped(ServedPipeline p, TrialRun trial, String why) {
        trial.close();
        int number = trial.candidate().next().generation();
        events.tell(Type.TRIAL_DROPPED, p.name(), number, "Generation " + number + " was dropped: " + why + ".");
    }

    /** Retires what serves before the next is loaded; requests wait meanwhile. */
    private Report memoryFirst(ServedPipeline p, Order order, SwapOptions options) {
        Alone alone = standAside(p, order, options);
        try (Candidate candidate = prepare(p, alone.order(), options)) {
            candidate.note(alone.notes());
            if (candidate.refusal().isPresent()) throw refused(p, candidate);
            publish(p, candidate);
            return published(p, candidate);
        } catch (RuntimeException | Error e) {
            goBack(p, order.catalog()).ifPresent(e::addSuppressed);
            throw e;
        }
    }

    /**
     * What is to be prepared after all that served was given back.
     *
     * @param order the order, with nothing beside it
     * @param notes what is worth knowing about what served
     */
    record Alone(Order order, Leaving.Notes notes) {}

    /** Gives back what serves, so that there is room; requests wait until something is published, or {@link #goBack}. */
    Alone standAside(ServedPipeline p, Order order, SwapOptions options) {
        endTrial(p, "another generation is loaded in its place");
        ServingGeneration old = order.before().orElseThrow();
        Order alone = order.alone(options.gate() ? gate.measure(old) : Optional.empty());
        p.now(new ServedPipeline.Now(null, null, new CompletableFuture<>(), "The next generation takes long to load."));
        return new Alone(alone, leaving.retire(p, old, options.drain()));
    }

    /**
     * Loads again what is deployed, after it stood aside for what failed. An interrupt does not keep it from that.
     *
     * @return why it could not be
     */
    Optional<RuntimeException> goBack(ServedPipeline p, Catalog catalog) {
        boolean interrupted = Thread.interrupted();
        Deployed before = p.deployed();
        Order again = Order.again(p, catalog).numbered(before.generation());
        try (Candidate candidate = prepare(p, again, SwapOptions.DEFAULT.withGate(false))) {
            if (candidate.refusal().isPresent())
                throw new PipelineException(
                        ErrorCode.NOT_READY, "", candidate.refusal().get());
            letAnswer(p, candidate); // it is written down as it is
            return Optional.empty();
        } catch (RuntimeException second) {
            String sentence =
                    "The next generation could not be loaded, nor the one before again: " + second.getMessage();
            p.now(ServedPipeline.Now.nothing(sentence));
            events.tell(Type.UNLOADED, p.name(), before.generation(), sentence);
            return Optional.of(second);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
