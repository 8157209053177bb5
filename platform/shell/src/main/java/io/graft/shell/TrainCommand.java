package io.graft.shell;

import io.graft.descriptor.Descriptor;
import io.graft.training.EpochRecord;
import io.graft.training.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft train FILE}: runs a training in this process and stores the model. */
@Command(name = "train", description = "Train a pipeline and store its model.")
final class TrainCommand extends GraftCommand {
    @Parameters(paramLabel = "FILE", description = "The descriptor.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a setting, e.g. train.epochs=3. May be given several times.")
    private List<String> assignments = List.of();

    @Option(names = "--resume", description = "Go on with the last run of this pipeline, when it was interrupted.")
    private boolean resume;

    @Override
    public Integer call() {
        Descriptor descriptor = new DescriptorFile(services()).descriptor(file, assignments);
        Trainer.Result result = services().trainer().train(descriptor, resume, new RunView(output()));
        if (output().json()) output().document(json(descriptor, result));
        else {
            output().line(String.format(
                    Locale.ROOT,
                    "Model %s %d stored: %.1f s, %s samples/s, backend %s.",
                    descriptor.pipeline(),
                    result.model().version(),
                    result.seconds(),
                    RunView.count(Math.round(result.samplesPerSecond())),
                    result.run().backend()));
            output().line(String.valueOf(result.run().backendChoice().get("sentence")));
            RunView.metrics(output(), result.model().metrics());
        }
        return 0;
    }

    private static Map<String, Object> json(Descriptor descriptor, Trainer.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", descriptor.pipeline());
        json.put("model", result.model().version());
        json.put("run", result.run().id());
        json.put(
                "epochs", result.run().epochs().stream().map(TrainCommand::json).toList());
        json.put("metrics", result.model().metrics());
        json.put("samplesPerSecond", result.samplesPerSecond());
        json.put("seconds", result.seconds());
        json.put("backend", result.run().backend());
        json.put("backendChoice", result.run().backendChoice());
        json.put("seed", descriptor.train().seed());
        return json;
    }

    static Map<String, Object> json(EpochRecord e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", e.epoch());
        json.put("loss", e.loss());
        json.put("validation", e.validation());
        json.put("learningRate", e.learningRate());
        return json;
    }
}
