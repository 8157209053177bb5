package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.training.EpochRecord;
import io.graft.training.RunEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft run ID}: one run, epoch by epoch. */
@Command(name = "run", description = "Show one run, epoch by epoch; of this data folder, or with --url of a server.")
final class RunCommand extends RemoteCommand {
    private static final String RUNNING = "running";
    private static final long MILLISECONDS_BETWEEN_LOOKS = 500;

    @Parameters(paramLabel = "ID", description = "The run, as graft runs shows it.")
    private String id;

    @Option(names = "--follow", description = "Show its progress until it ends.")
    private boolean follow;

    @Override
    public Integer call() {
        Supplier<JsonNode> look = named().<Supplier<JsonNode>>map(r -> () -> r.get("runs/" + Remote.segment(id)))
                .orElse(() -> RunsOfHome.of(services()).get(id));
        JsonNode run = look.get();
        if (follow) run = follow(run, look);
        if (output().json()) output().document(run);
        else show(run);
        String state = run.path("state").asText();
        return !follow || state.equals("done") ? 0 : 1;
    }

    private JsonNode follow(JsonNode first, Supplier<JsonNode> look) {
        RunView view = new RunView(output());
        JsonNode run = first;
        int told = 0;
        int all = 0;
        while (true) {
            JsonNode epochs = run.path("epochs");
            all = run.path("progress").path("epochs").asInt(all);
            for (; told < epochs.size(); told++) view.accept(new RunEvent.EpochEnded(epoch(epochs.get(told)), all));
            if (!run.path("state").asText().equals(RUNNING)) return run;
            if (run.hasNonNull("progress")) view.accept(progress(run.get("progress")));
            try {
                TimeUnit.MILLISECONDS.sleep(MILLISECONDS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                throw new PipelineException(ErrorCode.INTERRUPTED, "", "The run goes on; graft cancel ends it.", e);
            }
            run = look.get();
        }
    }

    private static EpochRecord epoch(JsonNode e) {
        Map<String, Double> validation = new LinkedHashMap<>();
        e.path("validation").properties().forEach(v -> validation.put(v.getKey(), number(v.getValue())));
        return new EpochRecord(
                e.path("epoch").asInt(), number(e.path("loss")), validation, number(e.path("learningRate")));
    }

    private static RunEvent.Progress progress(JsonNode p) {
        return new RunEvent.Progress(
                p.path("epoch").asInt(),
                p.path("epochs").asInt(),
                p.path("step").asLong(),
                Math.max(1, p.path("steps").asLong()),
                number(p.path("loss")),
                number(p.path("samplesPerSecond")),
                number(p.path("secondsLeft")));
    }

    private static double number(JsonNode n) {
        return n.asDouble(Double.NaN);
    }

    private void show(JsonNode run) {
        output().line(RunsCommand.line(run));
        String choice = run.path("backendChoice").path("sentence").asText();
        if (!choice.isEmpty()) output().line("  " + choice);
        for (JsonNode e : run.path("epochs")) {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT, "  epoch %3d  loss %.4f", e.path("epoch").asInt(), number(e.path("loss"))));
            e.path("validation")
                    .properties()
                    .forEach(v ->
                            text.append(String.format(Locale.ROOT, "  %s %.4f", v.getKey(), number(v.getValue()))));
            output().line(text.toString());
        }
        for (JsonNode swap : run.path("swaps"))
            for (JsonNode change : swap.path("changes"))
                output().line(String.format(
                        Locale.ROOT,
                        "  swapped after %d epochs and %d steps: %s",
                        swap.path("epoch").asInt(),
                        swap.path("step").asLong(),
                        change.asText()));
    }
}
