package io.graft.shell;

import io.graft.models.Model;
import io.graft.training.Evaluator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft evaluate PIPELINE --data FILE}: metrics of a stored model on labelled data. */
@Command(name = "evaluate", description = "Measure a stored model on labelled data.")
final class EvaluateCommand extends GraftCommand {
    @Parameters(paramLabel = "PIPELINE", description = "The name of the pipeline.")
    private String pipeline;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Labelled data, in the form of the data the pipeline was judged on.")
    private Path data;

    @Option(names = "--model", paramLabel = "V", description = "The version of the model (default: the newest).")
    private Integer version;

    @Override
    public Integer call() {
        Model model =
                services().models().load(pipeline, version == null ? OptionalInt.empty() : OptionalInt.of(version));
        Map<String, Object> metrics = new Evaluator(services().catalog()).evaluate(model, data, new RunView(output()));
        if (output().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("pipeline", pipeline);
            json.put("model", model.version());
            json.put("data", data.toString());
            json.put("metrics", metrics);
            output().document(json);
        } else {
            output().line("Model " + pipeline + " " + model.version() + " on " + data + ", " + metrics.get("rows")
                    + " rows:");
            RunView.metrics(output(), metrics);
        }
        return 0;
    }
}
