package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Tree;
import io.graft.training.RunRecord;
import io.graft.training.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /runs}. */
final class RunCalls {
    private final Runs runs;
    private final Catalog catalog;

    RunCalls(Runs runs, Catalog catalog) {
        this.runs = runs;
        this.catalog = catalog;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/runs", Set.of(), call -> list()),
                new Route("POST", "/runs", Set.of("resume", "folder"), this::start),
                new Route("GET", "/runs/{name}", Set.of(), this::show),
                new Route("PATCH", "/runs/{name}", Set.of(), this::swap),
                new Route("POST", "/runs/{name}/cancel", Set.of(), this::cancel));
    }

    private Work list() {
        return Work.tell(
                Map.of("runs", runs.list().stream().map(RunRecord::json).toList()));
    }

    private Work start(Call call) throws IOException {
        boolean resume = call.query().flag("resume", false);
        Path folder = folder(call);
        Tree tree = call.descriptor();
        return Work.on("", () -> {
            Descriptor descriptor = DescriptorCheck.parse(tree, folder, catalog);
            RunRecord run = runs.start(descriptor, resume);
            return Answer.accepted(Map.of("id", run.id()), Router.ROOT + "/runs/" + run.id());
        });
    }

    /** Where relative paths of the descriptor start: what the caller says, else the data folder. */
    private static Path folder(Call call) {
        String written = call.query().text("folder").orElse(null);
        if (written == null) return call.settings().home();
        try {
            Path folder = Path.of(written);
            if (folder.isAbsolute() && Files.isDirectory(folder)) return folder;
        } catch (InvalidPathException e) {
            // told below
        }
        throw Call.bad(
                "folder", "'folder' must be an absolute folder of the server's machine, but is '" + written + "'.");
    }

    private RunRecord find(String id) {
        return runs.find(id)
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.NOT_FOUND,
                        "",
                        "There is no run '" + id + "'."
                                + Names.hint(
                                        id,
                                        runs.list().stream().map(RunRecord::id).toList())));
    }

    private Work show(Call call) {
        Map<String, Object> json = find(call.name()).json();
        runs.progress(call.name()).ifPresent(p -> json.put("progress", Values.of(p)));
        return Work.tell(json);
    }

    private Work swap(Call call) throws IOException {
        List<String> assignments = Call.assignments(call.json(Set.of("set")));
        if (assignments.isEmpty()) throw Call.bad("set", "Say what changes: {\"set\":[\"optimizer=sgd\"]}.");
        return Work.on(
                call.name(),
                () -> Answer.ok(Answer.map("run", call.name(), "changes", runs.swap(call.name(), assignments))));
    }

    private Work cancel(Call call) {
        return Work.on(call.name(), () -> Answer.ok(runs.cancel(call.name()).json()));
    }
}
