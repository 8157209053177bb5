package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.PipelineStatus.Ghost;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Notices that components have gone and come, and lets pipelines recover by themselves.
 *
 * <p><b>Threading.</b> Looks on the one thread of the background; whoever tells of a change waits for nothing.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final long CALM_MS = 50;

    private final Catalog catalog;
    private final Events events;
    private final ScheduledThreadPoolExecutor background;
    private final Duration patience;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Set<ServedPipeline> lost = ConcurrentHashMap.newKeySet();

    /** What was offered when a recovery failed last, by pipeline: it is not tried again with the same. */
    private final Map<String, String> failed = new ConcurrentHashMap<>();

    private volatile boolean over;
    private Registry registry;
    private Exchange exchange;

    Recovery(Catalog catalog, Events events, ScheduledThreadPoolExecutor background, Duration patience) {
        this.catalog = catalog;
        this.events = events;
        this.background = background;
        this.patience = patience;
    }

    /** Gets to know the others, before anything is told. */
    void begin(Registry theRegistry, Exchange theExchange) {
        registry = theRegistry;
        exchange = theExchange;
    }

    /** Lets things be as they are. */
    void end() {
        over = true;
    }

    /** Components came or went, perhaps more in a moment. */
    void changed() {
        if (over || registry.all().isEmpty() || looking.getAndSet(true)) return;
        later(CALM_MS, () -> {
            looking.set(false);
            for (ServedPipeline p : registry.all()) attempt(p, this::look);
        });
    }

    /** A generation cannot answer any more, because what it needs of a plug-in has gone. */
    void lost(ServedPipeline p) {
        if (lost.add(p))
            later(0, () -> {
                attempt(p, this::stop);
                lost.remove(p);
            });
    }

    private void later(long ms, Runnable work) {
        try {
            background.schedule(work, ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Pipelines are being closed.", e);
        }
    }

    private void attempt(ServedPipeline p, java.util.function.Consumer<ServedPipeline> work) {
        try {
            registry.change(p.name(), q -> {
                work.accept(q);
                return true;
            });
        } catch (PipelineException e) {
            LOG.log(Level.DEBUG, "{0} was not looked after: {1}", p.name(), e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "The pipeline " + p.name() + " could not be looked after.", e);
        }
    }

    /** Looks whether everything is there; for whoever holds the pipeline's changes. */
    void look(ServedPipeline p) {
        if (over || p.deployed().unloaded()) return;
        Optional<ServingGeneration> serving = p.serving();
        if (serving.isEmpty()) {
            List<Ghost> missing = Ghosts.missing(p.deployed(), catalog);
            if (!missing.isEmpty()) wait(p, missing);
            else recover(p);
            return;
        }
        TrialRun trial = p.now().trial();
        if (trial != null && !gone(trial.candidate().serving()).isEmpty())
            exchange.endTrial(p, "a component of it has gone");
        List<Ghost> gone = gone(serving.get());
        boolean news = !gone.equals(p.ghosts());
        p.ghosts(gone);
        if (news && !gone.isEmpty())
            events.tell(
                    Type.GHOST,
                    p.name(),
                    p.deployed().generation(),
                    p.waitsFor() + " Generation " + p.deployed().generation() + " serves on.");
        else if (news)
            events.tell(Type.RECOVERED, p.name(), p.deployed().generation(), "Every component is there again.");
        if (!gone.isEmpty() && Ghosts.allThere(p.deployed(), catalog)) recover(p);
    }

    /** The parts that have gone; a plug-in that has come back may hang when it is asked whether it is still the same. */
    private List<Ghost> gone(ServingGeneration serving) {
        return PatientCall.call(
                "graft-look-" + serving.face().pipeline(),
                patience,
                underway -> {
                    underway.enter("a plug-in of '" + serving.face().pipeline() + "', which has just come", 1);
                    return Ghosts.of(serving.generation(), catalog);
                },
                late -> {});
    }

    /** Waits for what is missing. */
    void wait(ServedPipeline p, List<Ghost> missing) {
        boolean news = !missing.equals(p.ghosts());
        p.ghosts(missing);
        p.now(ServedPipeline.Now.nothing(p.waitsFor()));
        if (news) events.tell(Type.GHOST, p.name(), p.deployed().generation(), p.waitsFor());
    }

    private void stop(ServedPipeline p) {
        if (p.ghosts().isEmpty() || p.serving().isEmpty()) return;
        exchange.endTrial(p, "a component has gone");
        ServingGeneration serving = p.serving().get();
        p.now(ServedPipeline.Now.nothing(p.waitsFor()));
        events.tell(
                Type.GHOST,
                p.name(),
                p.deployed().generation(),
                "What is left of a plug-in that has gone does not work any more, so the pipeline does not answer. "
                        + p.waitsFor());
        exchange.retire(p, serving, SwapOptions.DEFAULT.drain());
        look(p);
    }

    private void recover(ServedPipeline p) {
        String offered = offered(p);
        if (offered.equals(failed.get(p.name()))) return;
        try {
            exchange.change(p, Order.again(p, catalog), SwapOptions.DEFAULT);
            failed.remove(p.name());
            events.tell(
                    Type.RECOVERED,
                    p.name(),
                    p.deployed().generation(),
                    "Every component is there again; generation " + p.deployed().generation() + " answers.");
        } catch (PipelineException e) {
            failed.put(p.name(), offered);
            LOG.log(Level.WARNING, "{0} could not recover: {1}", p.name(), e.getMessage());
            if (p.serving().isEmpty())
                p.now(ServedPipeline.Now.nothing(
                        "Its components are there again, but it could not be assembled: " + e.getMessage()));
        }
    }

    /** What is offered of the components in use. */
    private String offered(ServedPipeline p) {
        List<String> seen = new ArrayList<>(List.of("generation " + p.deployed().generation()));
        Set<String> used = p.deployed().parts().stream()
                .map(part -> part.kind() + " " + part.name())
                .collect(Collectors.toSet());
        for (Offer o : catalog.offers())
            if (used.contains(o.kind() + " " + o.name()))
                seen.add(o.kind() + " " + o.name() + " " + o.bundle() + " " + o.version());
        return String.join("\n", seen);
    }
}
