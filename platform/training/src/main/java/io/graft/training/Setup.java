package io.graft.training;

import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.model.Metric;
import io.graft.api.model.Rule;
import io.graft.api.model.Schedule;
import io.graft.descriptor.TrainSettings;
import io.graft.pipeline.Augmentation;
import java.util.Map;
import java.util.Optional;

/**
 * What a training loop works with; a change at a step boundary replaces it as a whole.
 *
 * @param classWeights a weight for each class, or null when all count 1
 * @param augmentation what varies the rows, if anything does
 * @param batch room for the rows of a step
 */
record Setup(
        TrainSettings settings,
        Graph graph,
        Rule rule,
        Schedule schedule,
        Map<String, Metric> metrics,
        float[] classWeights,
        Session session,
        Optional<Augmentation> augmentation,
        Batch batch) {

    Setup(
            TrainSettings settings,
            Graph graph,
            Rule rule,
            Schedule schedule,
            Map<String, Metric> metrics,
            float[] classWeights,
            Session session,
            Optional<Augmentation> augmentation) {
        this(
                settings,
                graph,
                rule,
                schedule,
                metrics,
                classWeights,
                session,
                augmentation,
                Dataset.batch(graph, settings.batch()));
    }
}
