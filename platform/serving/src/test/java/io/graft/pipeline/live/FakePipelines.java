package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Location;
import io.graft.descriptor.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Pipelines that are put there by a test. */
public final class FakePipelines implements Pipelines {
    private final Map<String, FakePipeline> live = new ConcurrentSkipListMap<>();
    private final Map<String, PipelineStatus.State> states = new ConcurrentSkipListMap<>();
    private final List<Consumer<PipelineEvent>> listeners = new CopyOnWriteArrayList<>();
    public volatile String wait = "0ms";

    /** Deploys one. */
    public FakePipeline add(Face face) {
        FakePipeline pipeline = new FakePipeline(face);
        live.put(face.pipeline(), pipeline);
        states.put(face.pipeline(), PipelineStatus.State.SERVING);
        return pipeline;
    }

    /** Sets whether one answers. */
    public void state(String pipeline, PipelineStatus.State state) {
        states.put(pipeline, state);
    }

    /** Tells that something happened. */
    public void happen(PipelineEvent.Type type, String pipeline) {
        PipelineEvent event =
                new PipelineEvent(type, pipeline, 1, Instant.now(), "It happened.", Optional.empty(), Optional.empty());
        for (Consumer<PipelineEvent> listener : listeners) listener.accept(event);
    }

    @Override
    public void restore() {}

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
        live.remove(pipeline);
        states.remove(pipeline);
        happen(PipelineEvent.Type.UNDEPLOYED, pipeline);
    }

    @Override
    public void unload(String pipeline) {
        check(pipeline);
        states.put(pipeline, PipelineStatus.State.UNLOADED);
    }

    @Override
    public Report load(String pipeline) {
        check(pipeline);
        states.put(pipeline, PipelineStatus.State.SERVING);
        return new Report(
                pipeline,
                0,
                1,
                Report.Outcome.PUBLISHED,
                "It serves.",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    private void check(String pipeline) {
        if (!live.containsKey(pipeline))
            throw new PipelineException(ErrorCode.NOT_FOUND, "", "There is no pipeline '" + pipeline + "'.");
    }

    @Override
    public List<PipelineStatus> list() {
        return new TreeMap<>(live).values().stream().map(this::status).toList();
    }

    @Override
    public Optional<PipelineStatus> status(String pipeline) {
        return Optional.ofNullable(live.get(pipeline)).map(this::status);
    }

    private PipelineStatus status(FakePipeline pipeline) {
        Face face = pipeline.face;
        return new PipelineStatus(
                face.pipeline(),
                states.get(face.pipeline()),
                states.get(face.pipeline()) == PipelineStatus.State.SERVING
                        ? "It answers."
                        : "It waits for a tokenizer.",
                face.generation(),
                face.model(),
                face.backend(),
                Instant.EPOCH,
                Tree.map(new Location("", 0)).with("serve.batch.wait", wait),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    @Override
    public Optional<LivePipeline> find(String pipeline) {
        return Optional.ofNullable(live.get(pipeline));
    }

    @Override
    public Set<String> users(Set<Long> bundles) {
        return Set.of();
    }

    @Override
    public Transition transition(Catalog next, Set<Long> leaving, String cause, SwapOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listening listen(Consumer<PipelineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
