package io.graft.training;

import io.graft.api.backend.Session;
import io.graft.api.data.Source;
import io.graft.catalog.Catalog;
import io.graft.models.Model;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Generation;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Measures a stored model on labelled data. */
public final class Evaluator {
    private final Catalog catalog;

    /** An evaluator. */
    public Evaluator(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The metrics of a model on a file, which has the form of the data the model was judged on.
     *
     * @param events is told about rows and warnings
     * @return as JSON values
     */
    public Map<String, Object> evaluate(Model model, Path file, Consumer<RunEvent> events) {
        try (Generation generation = Generation.of(catalog, model, s -> events.accept(new RunEvent.Warned(s)));
                Session session = generation.session()) {
            Assembly assembly = generation.assembly();
            Source source = assembly.source(file);
            DatasetReader reader = new DatasetReader(
                    assembly,
                    assembly.loss(),
                    row -> {},
                    rows -> events.accept(new RunEvent.Reading("reading " + file.getFileName(), rows)));
            Labels labels = new Labels(model.labels());
            Dataset data = reader.evaluation(source, labels);
            int rows = generation.assembly().descriptor().serve().batch().max();
            return Evaluation.of(session, model.graph(), data, labels, assembly.metrics(), rows)
                    .json(file.toString());
        }
    }
}
