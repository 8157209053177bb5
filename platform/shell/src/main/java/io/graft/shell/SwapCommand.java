package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft swap}: replaces parts of a served pipeline, or of a run. */
@Command(
        name = "swap",
        description = {
            "Replace parts of a served pipeline while it answers, and print what the gate measured:",
            "  graft swap tickets prepare.1=chinese-words prepare.0.clean.lowercase=false",
            "or of a run while it trains:",
            "  graft swap --run ID optimizer=sgd"
        })
final class SwapCommand extends RemoteCommand {
    @Parameters(
            paramLabel = "PIPELINE PATH=COMPONENT",
            arity = "0..*",
            description = "The pipeline, and what takes which place; with --run no pipeline.")
    private List<String> words = List.of();

    @Option(names = "--run", paramLabel = "ID", description = "Change a run instead of a served pipeline.")
    private String run;

    @Option(names = "--model", paramLabel = "V", description = "Another version of the model.")
    private Integer model;

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description = "A merge patch of the descriptor (RFC 7396), as YAML or JSON, instead of PATH=COMPONENT.")
    private Path patch;

    @Mixin
    private ChangeOptions options;

    @Mixin
    private ChangeOptions.OfPipeline more;

    @Override
    public Integer call() {
        return run == null ? pipeline() : run();
    }

    private int pipeline() {
        if (words.isEmpty() || words.get(0).contains("="))
            throw wrong("Name the pipeline first: graft swap PIPELINE PATH=COMPONENT…, or a run: --run ID.");
        String path = "pipelines/" + Remote.segment(words.get(0));
        List<String> set = words.subList(1, words.size());
        Map<String, String> query = more.addTo(options.query());
        if (patch == null) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (!set.isEmpty()) body.put("set", set);
            if (model != null) body.put("model", model);
            return report(
                    remote().send(Remote.Call.of("POST", path + "/swap", query).with(body)));
        }
        if (!set.isEmpty()) throw wrong("Give either --patch or PATH=COMPONENT, not both.");
        if (model != null) query.put("model", model.toString());
        Object body = Trees.json(new DescriptorReader().read(patch, services().environment()));
        try {
            return report(remote().send(Remote.Call.of("PATCH", path, query).with(body)));
        } catch (RemoteException e) {
            return new Failure(output()).tell(e, patch.toString());
        }
    }

    private int run() {
        if (words.isEmpty()) throw wrong("Say what changes, e.g. graft swap --run " + run + " optimizer=sgd.");
        if (patch != null || model != null)
            throw wrong("A run takes PATH=COMPONENT only; --patch and --model are for pipelines.");
        List<String> changes = new ArrayList<>();
        if (RunsOfHome.of(services()).alive(run) || named().isEmpty())
            changes.addAll(services().living().runs().get().swap(run, words));
        else {
            Remote.Call call = Remote.Call.of("PATCH", "runs/" + Remote.segment(run), Map.of())
                    .with(Map.of("set", words));
            for (JsonNode change : remote().send(call).path("changes")) changes.add(change.asText());
        }
        if (output().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", run);
            json.put("changes", changes);
            output().document(json);
        } else changes.forEach(output()::line);
        return 0;
    }

    private static PipelineException wrong(String sentence) {
        return new PipelineException(ErrorCode.BAD_CALL, "", sentence);
    }
}
