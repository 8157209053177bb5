package io.graft.plugins.internal;

import io.graft.catalog.Admission;
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.Change;
import io.graft.pipeline.live.LivePipeline;
import io.graft.pipeline.live.PipelineEvent;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Pipelines of which there is one, 'tickets', made of one component; it notes when that is not in the catalogue any more. */
final class OnePipeline implements Pipelines, AutoCloseable {
    final List<String> ghosts = new CopyOnWriteArrayList<>();
    final List<SwapOptions> asked = new ArrayList<>();
    boolean refuse;
    boolean failPublish;

    private final List<Consumer<PipelineEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Catalog catalog;
    private final Admission.Listening listening;
    private final String component;
    private volatile Running running;

    private record Running(long bundle, Use use) {}

    OnePipeline(Catalog catalog, Admission admission, String component) {
        this.catalog = catalog;
        this.component = component;
        listening = admission.listen(this::changed);
    }

    private void changed() {
        Running now = running;
        if (now != null && catalog.offers().stream().noneMatch(o -> o.bundle() == now.bundle)) ghosts.add(component);
    }

    /** Begins to use the component. */
    void begin() {
        running = open(catalog);
    }

    /** What the component says, or nothing when the pipeline does not run. */
    Optional<String> answer() {
        return Optional.ofNullable(running).map(r -> r.use.type().toString());
    }

    /** Stops using it. */
    void end() {
        Running before = running;
        running = null;
        if (before != null) before.use.close();
        PipelineEvent event = new PipelineEvent(
                PipelineEvent.Type.UNDEPLOYED, "tickets", 1, Instant.now(), "", Optional.empty(), Optional.empty());
        listeners.forEach(l -> l.accept(event));
    }

    private Running open(Catalog from) {
        Offer offer = from.offers().stream()
                .filter(o -> o.name().equals(component))
                .max(java.util.Comparator.comparing(Offer::version).thenComparing(Offer::bundle))
                .orElseThrow(() -> new AssertionError("no " + component));
        return new Running(offer.bundle(), offer.use());
    }

    @Override
    public Set<String> users(Set<Long> bundles) {
        Running now = running;
        return now != null && bundles.contains(now.bundle) ? Set.of("tickets") : Set.of();
    }

    @Override
    public Transition transition(Catalog next, Set<Long> leaving, String cause, SwapOptions options) {
        asked.add(options);
        boolean uses = !users(leaving).isEmpty();
        Running prepared = uses ? open(next) : null;
        boolean accepted = !uses || !refuse || options.force();
        Report report = new Report(
                "tickets",
                1,
                accepted ? 2 : 1,
                accepted ? Report.Outcome.PUBLISHED : Report.Outcome.REFUSED,
                accepted ? "It serves." : "The probe set says no.",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
        return new Transition() {
            private boolean published;

            @Override
            public List<Report> reports() {
                return uses ? List.of(report) : List.of();
            }

            @Override
            public boolean accepted() {
                return accepted;
            }

            @Override
            public void publish() {
                if (failPublish) throw new IllegalStateException("no memory");
                published = true;
                if (prepared == null) return;
                Running before = running;
                running = prepared;
                before.use.close();
            }

            @Override
            public void close() {
                if (!published && prepared != null) prepared.use.close();
            }
        };
    }

    @Override
    public Listening listen(Consumer<PipelineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        listening.close();
    }

    @Override
    public void restore() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Report deploy(Tree descriptor, OptionalInt model, SwapOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Report swap(String pipeline, Change change, SwapOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Report rollback(String pipeline, SwapOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Report decide(String pipeline, boolean publish) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void undeploy(String pipeline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unload(String pipeline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Report load(String pipeline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PipelineStatus> list() {
        return List.of();
    }

    @Override
    public Optional<PipelineStatus> status(String pipeline) {
        return Optional.empty();
    }

    @Override
    public Optional<LivePipeline> find(String pipeline) {
        return Optional.empty();
    }
}
