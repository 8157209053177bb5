package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Location;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.Change;
import io.graft.pipeline.live.LivePipeline;
import io.graft.pipeline.live.PipelineEvent;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import io.graft.pipeline.live.TrialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One pipeline, {@code tickets}, that remembers what it was told. */
final class FakePipelines implements Pipelines {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Consumer<PipelineEvent>> listeners = new CopyOnWriteArrayList<>();
    volatile SwapOptions options;
    volatile Change change;
    volatile Tree descriptor = Tree.map(new Location("", 0)).with("pipeline", "tickets");
    volatile List<PipelineStatus.Past> history = List.of();
    /** What happens instead of the answer. */
    volatile Supplier<Report> instead;

    static Report report(int from, int to, Report.Outcome outcome) {
        return new Report(
                "tickets",
                from,
                to,
                outcome,
                "Generation " + to + " serves.",
                List.of("prepare[1]: a → b"),
                List.of(new Report.Check("resolve", true, "All there.")),
                Optional.of(new Report.Probe(
                        10,
                        "accuracy",
                        0.9,
                        0.8,
                        0.01,
                        Double.NaN,
                        new Report.Latency(1, 2),
                        new Report.Latency(Double.NaN, Double.NaN))),
                List.of(),
                Map.of("prepare", 1.5));
    }

    void tell(String sentence) {
        for (Consumer<PipelineEvent> l : listeners)
            l.accept(new PipelineEvent(
                    PipelineEvent.Type.PUBLISHED,
                    "tickets",
                    2,
                    TIME,
                    sentence,
                    Optional.of(Duration.ofMillis(12)),
                    Optional.of(report(1, 2, Report.Outcome.PUBLISHED))));
    }

    private Report done(String call, SwapOptions how, int from) {
        calls.add(call);
        options = how;
        Supplier<Report> i = instead;
        if (i != null) return i.get();
        return report(from, 2, how.dryRun() ? Report.Outcome.WOULD_PASS : Report.Outcome.PUBLISHED);
    }

    private void known(String pipeline) {
        if (!pipeline.equals("tickets"))
            throw new PipelineException(ErrorCode.NOT_FOUND, "", "No pipeline '" + pipeline + "' is deployed.");
    }

    @Override
    public Report deploy(Tree tree, OptionalInt model, SwapOptions how) {
        descriptor = tree;
        return done("deploy " + tree.find("pipeline").map(Tree::text).orElse("?") + " " + model, how, 0);
    }

    @Override
    public Report swap(String pipeline, Change what, SwapOptions how) {
        known(pipeline);
        change = what;
        return done("swap", how, 1);
    }

    @Override
    public Report rollback(String pipeline, SwapOptions how) {
        known(pipeline);
        return done("rollback", how, 2);
    }

    @Override
    public Report decide(String pipeline, boolean publish) {
        known(pipeline);
        return done("decide " + publish, SwapOptions.DEFAULT, 1);
    }

    @Override
    public void undeploy(String pipeline) {
        known(pipeline);
        calls.add("undeploy");
    }

    @Override
    public List<PipelineStatus> list() {
        return List.of(status());
    }

    @Override
    public Optional<PipelineStatus> status(String pipeline) {
        return pipeline.equals("tickets") ? Optional.of(status()) : Optional.empty();
    }

    private PipelineStatus status() {
        return new PipelineStatus(
                "tickets",
                PipelineStatus.State.SERVING,
                "It answers.",
                2,
                3,
                "jvm",
                TIME,
                descriptor,
                List.of(new PipelineStatus.PartStatus(
                        "prepare[1]", "tokenizer", "words", "io.acme.words", "1.0.0", 42)),
                List.of(new PipelineStatus.Ghost("model.loss", "loss", "odd", "io.acme.odd", "Waits for it.")),
                Optional.of(new PipelineStatus.Trial(
                        new TrialSettings(TrialSettings.Mode.CANARY, 0.1, 0.01, 0.05, 200, 0), 3, 10, 1, 2)),
                history);
    }

    @Override
    public Listening listen(Consumer<PipelineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void restore() {
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
    public Optional<LivePipeline> find(String pipeline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> users(Set<Long> bundles) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Transition transition(Catalog next, Set<Long> leaving, String cause, SwapOptions how) {
        throw new UnsupportedOperationException();
    }
}
