package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import io.graft.models.Model;
import io.graft.models.Provenance;
import io.graft.pipeline.LearnedState;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes models and checkpoints of one setup of a run.
 *
 * <p><b>Threading.</b> For the thread of the run. A checkpoint's arrays are those of the checkpoint before it, filled anew: the one before
 * must have been written.
 */
final class Snapshot {
    /** What the names of the best epoch's parameters begin with in a checkpoint. */
    static final String BEST = "best.";

    private final String pipeline;
    private final String yaml;
    private final Graph graph;
    private final PreparedData data;
    private final LearnedState learned;
    private final Supplier<Provenance> provenance;
    private final Map<String, float[]> buffers = new HashMap<>();

    Snapshot(
            String pipeline,
            String yaml,
            Graph graph,
            PreparedData data,
            LearnedState learned,
            Supplier<Provenance> provenance) {
        this.pipeline = pipeline;
        this.yaml = yaml;
        this.graph = graph;
        this.data = data;
        this.learned = learned;
        this.provenance = provenance;
    }

    /** The model that a run leaves. */
    Model model(Session session, RunState state, Map<String, Object> metrics) {
        Map<String, float[]> parameters = parameters(session);
        checkFinite(parameters, state);
        return made(metrics, parameters, Map.of(), Map.of());
    }

    /** Where the run stands. */
    Model checkpoint(Session session, RunState state) {
        Map<String, float[]> parameters = parameters(session);
        checkFinite(parameters, state);
        Map<String, float[]> rest = new LinkedHashMap<>();
        session.tensors().forEach((name, n) -> {
            if (!parameters.containsKey(name)) rest.put(name, read(session, name, n));
        });
        state.bestParameters.forEach((name, values) -> rest.put(BEST + name, values));
        Map<String, Object> progress = state.json();
        progress.put("step", session.step());
        return made(Map.of(), parameters, rest, progress);
    }

    private Model made(
            Map<String, Object> metrics,
            Map<String, float[]> parameters,
            Map<String, float[]> optimizer,
            Map<String, Object> progress) {
        Map<String, String> texts = new TreeMap<>(learned.texts());
        texts.putAll(data.probe());
        return new Model(
                pipeline,
                0,
                yaml,
                graph,
                data.labels().names(),
                Json.plainMap(metrics),
                provenance.get(),
                parameters,
                optimizer,
                texts,
                progress);
    }

    private Map<String, float[]> parameters(Session session) {
        Map<String, float[]> parameters = new LinkedHashMap<>();
        for (Parameter p : graph.parameters())
            parameters.put(p.name(), read(session, p.name(), p.shape().elements()));
        return parameters;
    }

    private float[] read(Session session, String name, int elements) {
        float[] values = buffers.computeIfAbsent(name, n -> new float[elements]);
        session.read(name, FloatBuffer.wrap(values));
        return values;
    }

    /** The loss of a step is that before its update and does not tell whether the update went wrong. */
    private static void checkFinite(Map<String, float[]> parameters, RunState state) {
        for (Map.Entry<String, float[]> p : parameters.entrySet())
            for (float f : p.getValue())
                if (!Float.isFinite(f))
                    throw new PipelineException(
                            ErrorCode.DIVERGED,
                            "model.optimizer",
                            "The parameter '" + p.getKey() + "' holds " + f + " after " + state.steps + " steps. "
                                    + state.kept()
                                    + " Try a smaller learning rate or bounded gradients (train.clip.norm: 1).");
    }
}
