package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /plugins}. */
final class PluginCalls {
    private final Plugins plugins;

    PluginCalls(Plugins plugins) {
        this.plugins = plugins;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/plugins", Set.of(), call -> list()),
                new Route("POST", "/plugins", Options.with(Options.PLUGIN, "update"), this::install),
                new Route("GET", "/plugins/diagnose", Set.of("name"), this::diagnose),
                new Route("GET", "/plugins/{name}", Set.of(), call -> Work.tell(Values.of(find(call.name())))),
                new Route("DELETE", "/plugins/{name}", Options.PLUGIN, this::remove),
                new Route("POST", "/plugins/{name}/rollback", Options.PLUGIN, this::rollback));
    }

    private Work list() {
        return Work.tell(
                Map.of("plugins", plugins.list().stream().map(Values::of).toList()));
    }

    private PluginStatus find(String name) {
        List<PluginStatus> all = plugins.list();
        return all.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = all.stream().map(PluginStatus::name).toList();
            return new PipelineException(
                    ErrorCode.NOT_FOUND,
                    "",
                    "No plug-in '" + name + "' is installed." + Names.hint(name, names) + " Installed: "
                            + String.join(", ", names) + ".");
        });
    }

    private Work install(Call call) throws IOException {
        boolean update = call.query().flag("update", false);
        PluginOptions options = options(call);
        Path jar = call.jar();
        return new Work(
                "",
                () -> {
                    PluginReport report = update ? plugins.update(jar, options) : plugins.install(jar, options);
                    boolean first = report.accepted() && report.from().isEmpty() && !options.dryRun();
                    return first
                            ? Answer.created(report.json(), Router.ROOT + "/plugins/" + report.plugin())
                            : Answer.ok(report.json());
                },
                () -> delete(jar));
    }

    private static void delete(Path jar) {
        try {
            Files.deleteIfExists(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Work remove(Call call) {
        PluginOptions options = options(call);
        return Work.on(
                call.name(),
                () -> Answer.ok(plugins.remove(call.name(), options).json()));
    }

    private Work rollback(Call call) {
        PluginOptions options = options(call);
        return Work.on(
                call.name(),
                () -> Answer.ok(plugins.rollback(call.name(), options).json()));
    }

    private static PluginOptions options(Call call) {
        return Options.plugin(
                call.query(), call.request().getMethod() + " " + call.request().getRequestURI());
    }

    private Work diagnose(Call call) {
        return Work.tell(Map.of(
                "diagnoses",
                plugins.diagnose(call.query().text("name")).stream()
                        .map(Values::of)
                        .toList()));
    }
}
