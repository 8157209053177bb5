package io.graft.models;

import io.graft.api.graph.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run leaves: parameters, learned state of the steps, descriptor and provenance; also a checkpoint of a run.
 *
 * <p>Maps keep their order. The arrays are not copied: whoever hands them over does not change them afterwards.
 *
 * @param pipeline the name of the pipeline
 * @param version its version in the store, from 1; 0 when it is not stored yet
 * @param descriptor the descriptor, as YAML text
 * @param graph the network
 * @param labels the names of the classes, in the order of the outputs
 * @param metrics what the evaluation gave, as JSON values
 * @param provenance where the model comes from
 * @param parameters the elements of each parameter and statistic of the graph, by name, in row-major order
 * @param optimizer the elements of the optimizer's state, by name; empty except in checkpoints
 * @param state what the steps learned, by path ({@code prepare/3/vocabulary}), and files they read ({@code files/stop-words.txt})
 * @param progress where the run stands, as JSON values; empty except in checkpoints
 */
public record Model(
        String pipeline,
        int version,
        String descriptor,
        Graph graph,
        List<String> labels,
        Map<String, Object> metrics,
        Provenance provenance,
        Map<String, float[]> parameters,
        Map<String, float[]> optimizer,
        Map<String, String> state,
        Map<String, Object> progress) {

    /** Copies the maps and lists, not the arrays. */
    public Model {
        Objects.requireNonNull(pipeline);
        Objects.requireNonNull(descriptor);
        Objects.requireNonNull(graph);
        Objects.requireNonNull(provenance);
        if (version < 0) throw new IllegalArgumentException("a model's version is 0 or above, not " + version);
        labels = List.copyOf(labels);
        metrics = ordered(metrics);
        parameters = ordered(parameters);
        optimizer = ordered(optimizer);
        state = ordered(state);
        progress = ordered(progress);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The same model under another version. */
    public Model withVersion(int newVersion) {
        return new Model(
                pipeline,
                newVersion,
                descriptor,
                graph,
                labels,
                metrics,
                provenance,
                parameters,
                optimizer,
                state,
                progress);
    }
}
