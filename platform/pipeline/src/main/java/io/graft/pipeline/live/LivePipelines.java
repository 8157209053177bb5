package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Admission;
import io.graft.catalog.Catalog;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import io.graft.pipeline.Generation;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.Report.Outcome;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The living pipelines of this process, kept in the data folder. */
@Component(service = Pipelines.class, immediate = true) // not retired when nobody asks for a moment
public final class LivePipelines implements Pipelines, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LivePipelines.class.getName());
    private static final String HOME = "graft.home";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RETIRE = "graft.retire.seconds";
    private static final Duration RETIRE_LIMIT = Duration.ofSeconds(10);
    private static final Duration LAST_DRAIN = Duration.ofSeconds(10);

    private final Catalog catalog;
    private final ModelStore models;
    private final PipelineFiles files;
    private final Events events = new Events();
    private final ScheduledThreadPoolExecutor background;
    private final Registry registry;
    private final Exchange exchange;
    private final Recovery recovery;
    private final Admission.Listening listening;
    private final Duration drain;

    /** Those of the data folder that the framework property {@code graft.home} names. Touches no file yet. */
    @Activate
    public LivePipelines(
            @Reference Catalog catalog,
            @Reference Admission admission,
            @Reference ModelStore models,
            @Reference LeakWatch leaks,
            BundleContext context) {
        this(
                catalog,
                admission,
                models,
                leaks,
                Path.of(home(context)).toAbsolutePath(),
                PATIENCE,
                retireLimit(context));
    }

    /**
     * Those of a data folder.
     *
     * @param patience how long a call of a plug-in may take while a generation is prepared, and how long a request waits for a generation
     */
    public LivePipelines(
            Catalog catalog, Admission admission, ModelStore models, LeakWatch leaks, Path home, Duration patience) {
        this(catalog, admission, models, leaks, home, patience, RETIRE_LIMIT);
    }

    /**
     * Those of a data folder.
     *
     * @param patience as above
     * @param retireLimit how long a generation may take to be given back before it counts as stuck
     */
    public LivePipelines(
            Catalog catalog,
            Admission admission,
            ModelStore models,
            LeakWatch leaks,
            Path home,
            Duration patience,
            Duration retireLimit) {
        this.catalog = catalog;
        this.models = models;
        drain = least(SwapOptions.DEFAULT.drain(), patience);
        files = new PipelineFiles(home);
        background = new ScheduledThreadPoolExecutor(1, work -> {
            Thread t = new Thread(null, work, "graft-pipelines", 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        });
        // begun here: a thread keeps the protection domains of all code that called for it, and so its class loaders
        boolean begun = background.prestartCoreThread();
        LOG.log(Level.DEBUG, "the thread of the pipelines has begun: {0}", begun);
        recovery = new Recovery(catalog, events, background, patience);
        registry = new Registry(patience, recovery::lost);
        exchange = new Exchange(
                new Gate(models, patience), files, events, new Leaving(events, leaks, background, retireLimit));
        recovery.begin(registry, exchange);
        listening = admission.listen(recovery::changed);
    }

    private static String home(BundleContext context) {
        String home = context.getProperty(HOME);
        if (home == null || home.isBlank())
            throw new IllegalStateException(
                    "The framework property '" + HOME + "' is missing. It names the data folder.");
        return home;
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration retireLimit(BundleContext context) {
        String given = context.getProperty(RETIRE);
        if (given == null || given.isBlank()) return RETIRE_LIMIT;
        try {
            long seconds = Long.parseLong(given.strip());
            if (seconds > 0) return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            LOG.log(Level.DEBUG, "no number", e); // said below
        }
        LOG.log(
                Level.WARNING,
                "{0} is ''{1}'', not a number above 0; {2} is used.",
                RETIRE,
                given,
                RETIRE_LIMIT.toSeconds());
        return RETIRE_LIMIT;
    }

    /** Ends trials, drains and retires all; what is deployed stays written down. */
    @Override
    @Deactivate
    public void close() {
        listening.close();
        recovery.end();
        if (!registry.end(LAST_DRAIN))
            LOG.log(Level.WARNING, "A change of a pipeline has not ended; the pipelines stop all the same.");
        exchange.end(registry.all(), least(LAST_DRAIN, drain));
        background.shutdown();
    }

    private void stop(ServedPipeline p, String why) {
        exchange.endTrial(p, "the pipeline stops answering");
        Optional<ServingGeneration> serving = p.serving();
        p.now(ServedPipeline.Now.nothing(why));
        serving.ifPresent(s -> exchange.retire(p, s, drain));
    }

    @Override
    public void restore() {
        for (Deployed d : files.read(this::damaged))
            if (registry.find(d.pipeline()).isEmpty())
                registry.begin(d.pipeline(), p -> {
                    if (p.deployed() == null) restore(p, d);
                    return true;
                });
    }

    private void damaged(String name, String sentence) {
        LOG.log(Level.ERROR, sentence);
        events.tell(Type.UNDEPLOYED, name, 0, sentence);
    }

    private void restore(ServedPipeline p, Deployed d) {
        p.now(ServedPipeline.Now.nothing("It is being loaded."));
        p.deployed(d);
        if (d.unloaded()) return;
        try {
            exchange.change(p, Order.again(p, catalog).numbered(d.generation()), SwapOptions.DEFAULT.withGate(false));
        } catch (PipelineException e) {
            List<PipelineStatus.Ghost> missing = Ghosts.missing(d, catalog);
            LOG.log(Level.WARNING, "{0} waits: {1}", p.name(), e.getMessage());
            if (missing.isEmpty()) p.now(ServedPipeline.Now.nothing("It could not be assembled: " + e.getMessage()));
            else recovery.wait(p, missing);
        }
    }

    @Override
    public Report deploy(Tree descriptor, OptionalInt model, SwapOptions options) {
        String name = descriptor.get("pipeline").map(Tree::text).orElse("");
        if (name.isEmpty()) DescriptorCheck.parse(descriptor, Path.of(""), catalog); // says what is wrong
        Model stored = models.load(name, model);
        Report report = registry.begin(
                name,
                p -> swap(p, Order.of(p, descriptor, stored.version(), catalog).knowing(stored), options));
        recovery.changed(); // what went while it was prepared was told to nobody
        return report;
    }

    @Override
    public Report swap(String pipeline, Change change, SwapOptions options) {
        Report report = registry.change(pipeline, p -> {
            Deployed d = p.deployed();
            if (d.unloaded())
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        "",
                        "The pipeline '" + pipeline + "' is unloaded. Load it before it is changed.");
            Tree next = Edits.apply(d.descriptor(), change, d.parts());
            return swap(p, Order.of(p, next, change.model().orElse(d.model()), catalog), options);
        });
        recovery.changed();
        return report;
    }

    private Report swap(ServedPipeline p, Order order, SwapOptions options) {
        if (options.trial().isPresent() && order.before().isEmpty())
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "A trial needs a generation that answers to be tried beside, and '" + p.name()
                            + "' has none. Deploy it without a trial.");
        if (options.dryRun()) return exchange.change(p, order, options);
        if (p.now().trial() != null)
            throw new PipelineException(
                    ErrorCode.BUSY,
                    "",
                    "Generation " + p.now().trial().candidate().next().generation() + " of '" + p.name()
                            + "' is on trial. Publish or drop it first.");
        if (options.trial().isEmpty()) return exchange.change(p, order, options);
        if (options.memoryFirst())
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "A trial needs both generations in memory, so it does not go together with memory first.");
        return exchange.beginTrial(p, order, options, this::decided);
    }

    private void decided(TrialRun.Decision decision) {
        try {
            background.execute(() -> decide(decision));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Pipelines are being closed, and trials with them.", e);
        }
    }

    private void decide(TrialRun.Decision decision) {
        String name = decision.trial().candidate().next().pipeline();
        try {
            registry.change(
                    name,
                    p -> p.now().trial() == decision.trial()
                            ? exchange.decide(p, decision.publish(), decision.sentence())
                            : null);
        } catch (PipelineException e) {
            LOG.log(Level.WARNING, "The trial of {0} could not be ended: {1}", name, e.getMessage());
        }
    }

    @Override
    public Report rollback(String pipeline, SwapOptions options) {
        return registry.change(pipeline, p -> {
            Deployed d = p.deployed();
            if (d.history().isEmpty())
                throw new PipelineException(
                        ErrorCode.BAD_CALL, "", "'" + pipeline + "' has no generation before this one to go back to.");
            Deployed.Kept last = d.history().get(0);
            if (last.past().plugins())
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        "",
                        "The last change of '" + pipeline + "' was the code of a plug-in ("
                                + last.past().replaced() + "). Roll back the plug-in.");
            return swap(
                    p,
                    Order.of(
                                    p,
                                    Generation.descriptor(last.descriptor(), pipeline),
                                    last.past().model(),
                                    catalog)
                            .because("back to generation " + last.past().generation(), false),
                    options);
        });
    }

    @Override
    public Report decide(String pipeline, boolean publish) {
        return registry.change(pipeline, p -> {
            if (p.now().trial() == null)
                throw new PipelineException(ErrorCode.BAD_CALL, "", "No generation of '" + pipeline + "' is on trial.");
            return exchange.decide(p, publish, "so it was decided");
        });
    }

    @Override
    public void undeploy(String pipeline) {
        registry.change(pipeline, p -> {
            files.remove(pipeline);
            int generation = p.deployed().generation();
            stop(p, "It is not deployed any more.");
            p.goes();
            events.tell(Type.UNDEPLOYED, pipeline, generation, "It is not served any more.");
            return true;
        });
    }

    @Override
    public void unload(String pipeline) {
        registry.change(pipeline, p -> {
            if (p.deployed().unloaded()) return true;
            Deployed next = p.deployed().unloaded(true);
            files.write(next);
            p.deployed(next);
            stop(p, "It was unloaded; load it to have answers.");
            p.ghosts(List.of());
            events.tell(Type.UNLOADED, pipeline, next.generation(), "It does not answer until it is loaded.");
            return true;
        });
    }

    @Override
    public Report load(String pipeline) {
        if (registry.find(pipeline).isEmpty()) {
            Model newest = models.load(pipeline, OptionalInt.empty());
            Tree descriptor = Generation.descriptor(newest.descriptor(), pipeline + " " + newest.version());
            return deploy(descriptor, OptionalInt.of(newest.version()), SwapOptions.DEFAULT);
        }
        return registry.change(pipeline, p -> {
            Deployed d = p.deployed();
            if (p.serving().isPresent())
                return new Report(
                        pipeline,
                        d.generation(),
                        d.generation(),
                        Outcome.PUBLISHED,
                        "Generation " + d.generation() + " of '" + pipeline + "' answers already.",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Map.of());
            return exchange.change(p, Order.again(p, catalog), SwapOptions.DEFAULT.withGate(false));
        });
    }

    @Override
    public List<PipelineStatus> list() {
        return registry.all().stream().map(ServedPipeline::status).toList();
    }

    @Override
    public Optional<PipelineStatus> status(String pipeline) {
        return registry.find(pipeline).map(ServedPipeline::status);
    }

    @Override
    public Optional<LivePipeline> find(String pipeline) {
        return registry.find(pipeline).map(p -> p);
    }

    @Override
    public Set<String> users(Set<Long> bundles) {
        Set<String> users = new TreeSet<>();
        for (ServedPipeline p : registry.all()) if (GroupTransition.uses(p, bundles)) users.add(p.name());
        return users;
    }

    @Override
    public Transition transition(Catalog next, Set<Long> leaving, String cause, SwapOptions options) {
        return GroupTransition.of(registry, exchange, files, catalog, next, leaving, cause, options);
    }

    @Override
    public Listening listen(Consumer<PipelineEvent> listener) {
        return events.listen(listener);
    }
}
