package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.Change;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.Plugins;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /pipelines}. */
final class PipelineCalls {
    /** What {@link Plugins} gives as the cause when it replaces a plug-in's code. */
    private static final Pattern CAUSE = Pattern.compile("plug-in (\\S+) \\S+ to \\S+.*");

    private final Pipelines pipelines;
    private final Plugins plugins;

    PipelineCalls(Pipelines pipelines, Plugins plugins) {
        this.pipelines = pipelines;
        this.plugins = plugins;
    }

    List<Route> routes() {
        Set<String> swapAndModel = Options.with(Options.SWAP, "model");
        return List.of(
                new Route("GET", "/pipelines", Set.of(), call -> list()),
                new Route("POST", "/pipelines", swapAndModel, this::deploy),
                new Route("GET", "/pipelines/{name}", Set.of(), call -> Work.tell(json(status(call.name())))),
                new Route("PUT", "/pipelines/{name}", Options.SWAP, this::replace),
                new Route("PATCH", "/pipelines/{name}", swapAndModel, this::patch),
                new Route("DELETE", "/pipelines/{name}", Set.of(Options.ASYNC), this::undeploy),
                new Route("POST", "/pipelines/{name}/swap", Options.SWAP, this::swap),
                new Route("POST", "/pipelines/{name}/rollback", Options.SWAP, this::rollback),
                new Route("POST", "/pipelines/{name}/trial", Set.of(Options.ASYNC), this::decide));
    }

    private Work list() {
        return Work.tell(Map.of(
                "pipelines", pipelines.list().stream().map(PipelineCalls::json).toList()));
    }

    private PipelineStatus status(String name) {
        return pipelines.status(name).orElseThrow(() -> {
            List<String> names =
                    pipelines.list().stream().map(PipelineStatus::name).toList();
            return new PipelineException(
                    ErrorCode.NOT_FOUND,
                    "",
                    "No pipeline '" + name + "' is deployed."
                            + Names.hint(name, names)
                            + (names.isEmpty()
                                    ? " None is; deploy one with POST /api/v1/pipelines."
                                    : " Deployed: " + String.join(", ", names) + "."));
        });
    }

    private Work deploy(Call call) throws IOException {
        Tree descriptor = call.descriptor();
        OptionalInt model = call.query().version("model");
        SwapOptions options = Options.swap(call.query());
        String name = descriptor.get("pipeline").map(Tree::text).orElse("");
        return Work.on(name, () -> {
            Report report = pipelines.deploy(descriptor, model, options);
            boolean first = report.from() == 0 && report.to() != 0 && !options.dryRun();
            return first
                    ? Answer.created(report.json(), Router.ROOT + "/pipelines/" + report.pipeline())
                    : Answer.ok(report.json());
        });
    }

    private Work replace(Call call) throws IOException {
        Tree descriptor = call.descriptor();
        descriptor.get("pipeline").filter(Tree::isValue).map(Tree::text).ifPresent(name -> {
            if (!name.equals(call.name()))
                throw Call.bad(
                        "pipeline",
                        "This descriptor is one of '" + name + "', but the path names '" + call.name()
                                + "'; another pipeline is deployed with POST /api/v1/pipelines.");
        });
        return change(call, Change.of(descriptor));
    }

    private Work patch(Call call) throws IOException {
        Change change = Change.patch(call.descriptor());
        OptionalInt model = call.query().version("model");
        return change(call, model.isPresent() ? change.withModel(model.getAsInt()) : change);
    }

    private Work swap(Call call) throws IOException {
        Map<?, ?> body = call.json(Set.of("set", "model"));
        Change change = Change.set(Call.assignments(body).toArray(String[]::new));
        Object model = body.get("model");
        return change(call, model == null ? change : change.withModel(Query.version("model", model.toString())));
    }

    private Work change(Call call, Change change) {
        SwapOptions options = Options.swap(call.query());
        return Work.on(
                call.name(),
                () -> Answer.ok(pipelines.swap(call.name(), change, options).json()));
    }

    private Work rollback(Call call) {
        SwapOptions options = Options.swap(call.query());
        PluginOptions plugin =
                Options.plugin(call.query(), "POST " + call.request().getRequestURI());
        return Work.on(call.name(), () -> {
            Optional<String> cause = status(call.name()).history().stream()
                    .findFirst()
                    .filter(PipelineStatus.Past::plugins)
                    .map(PipelineStatus.Past::replaced);
            return Answer.ok(
                    cause.isEmpty()
                            ? pipelines.rollback(call.name(), options).json()
                            : plugins.rollback(plugin(cause.get()), plugin).json());
        });
    }

    private static String plugin(String cause) {
        Matcher m = CAUSE.matcher(cause);
        if (m.matches()) return m.group(1);
        throw Call.bad(
                "",
                "The last change was one of a plug-in's code (" + cause
                        + "), and it does not say which plug-in: go back with POST /api/v1/plugins/NAME/rollback.");
    }

    private Work decide(Call call) throws IOException {
        Object publish = call.json(Set.of("publish")).get("publish");
        if (!(publish instanceof Boolean decision))
            throw Call.bad("publish", "Say what becomes of the trial: {\"publish\":true} or {\"publish\":false}.");
        return Work.on(
                call.name(),
                () -> Answer.ok(pipelines.decide(call.name(), decision).json()));
    }

    private Work undeploy(Call call) {
        return Work.on(call.name(), () -> {
            pipelines.undeploy(call.name());
            return Answer.ok(Map.of("undeployed", call.name()));
        });
    }

    static Map<String, Object> json(PipelineStatus status) {
        Map<String, Object> json = Values.of(status);
        status.trial().ifPresent(t -> {
            Map<String, Object> trial = new LinkedHashMap<>();
            trial.put("mode", t.settings().mode().written());
            trial.put("share", t.settings().share());
            trial.put("generation", t.generation());
            trial.put("rows", t.rows());
            trial.put("failed", t.failed());
            trial.put("disagreed", t.disagreed());
            json.put("trial", trial);
        });
        return json;
    }
}
