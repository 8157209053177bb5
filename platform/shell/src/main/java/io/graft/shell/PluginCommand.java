package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graft plugin}: the plug-ins of a running server. */
@Command(
        name = "plugin",
        description = "Show, install, update, remove and diagnose the plug-ins of a running server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PluginCommand.Show.class,
            PluginCommand.Install.class,
            PluginCommand.Update.class,
            PluginCommand.Remove.class,
            PluginCommand.Rollback.class,
            PluginCommand.Diagnose.class
        })
final class PluginCommand extends GraftCommand {
    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which command? See below.");
    }

    @Command(name = "list", description = "Show the plug-ins.")
    static final class Show extends RemoteCommand {
        @Override
        public Integer call() {
            JsonNode answer = remote().get("plugins");
            if (output().json()) {
                output().document(answer);
                return 0;
            }
            for (JsonNode p : answer.path("plugins")) {
                List<String> users = new ArrayList<>();
                p.path("users").forEach(u -> users.add(u.asText()));
                output().line(String.format(
                        "%-32s %-12s %-10s %-10s %s",
                        p.path("name").asText(),
                        p.path("version").asText(),
                        p.path("state").asText().toLowerCase(Locale.ROOT),
                        p.path("shipped").asBoolean() ? "shipped" : "installed",
                        users.isEmpty() ? "" : "used by " + String.join(", ", users)));
                if (!p.path("sentence").asText().isEmpty())
                    output().line("    " + p.path("sentence").asText());
            }
            return 0;
        }
    }

    /** Sends a jar. */
    private abstract static class Sending extends RemoteCommand {
        @Parameters(paramLabel = "FILE", description = "The plug-in's jar.")
        private Path file;

        @Mixin
        private ChangeOptions options;

        int send(boolean update) {
            Map<String, String> query = options.query();
            if (update) query.put("update", "true");
            try {
                return report(remote().send(Remote.Call.of("POST", "plugins", query)
                        .with(BodyPublishers.ofFile(file), "application/java-archive")));
            } catch (FileNotFoundException e) {
                throw new PipelineException(
                        ErrorCode.BAD_CALL, "", "There is no file '" + file + "', or it may not be read.", e);
            }
        }
    }

    @Command(name = "install", description = "Install a plug-in, or update the one of its name.")
    static final class Install extends Sending {
        @Override
        public Integer call() {
            return send(false);
        }
    }

    @Command(name = "update", description = "Update a plug-in; pipelines that use it are swapped to the new code.")
    static final class Update extends Sending {
        @Override
        public Integer call() {
            return send(true);
        }
    }

    /** Changes a plug-in that is there. */
    private abstract static class Changing extends RemoteCommand {
        @Parameters(paramLabel = "NAME", description = "The plug-in, as graft plugin list shows it.")
        private String name;

        @Mixin
        private ChangeOptions options;

        int send(String method, String action) {
            return report(
                    remote().send(Remote.Call.of(method, "plugins/" + Remote.segment(name) + action, options.query())));
        }
    }

    @Command(name = "remove", description = "Remove a plug-in.")
    static final class Remove extends Changing {
        @Override
        public Integer call() {
            return send("DELETE", "");
        }
    }

    @Command(name = "rollback", description = "Go back to the jar before the last update.")
    static final class Rollback extends Changing {
        @Override
        public Integer call() {
            return send("POST", "/rollback");
        }
    }

    @Command(name = "diagnose", description = "Say what is wrong with the plug-ins, and what would help.")
    static final class Diagnose extends RemoteCommand {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this plug-in.")
        private String name;

        @Override
        public Integer call() {
            JsonNode answer = remote().send(
                            Remote.Call.of("GET", "plugins/diagnose", name == null ? Map.of() : Map.of("name", name)));
            if (output().json()) output().document(answer);
            else if (answer.path("diagnoses").isEmpty()) output().line("Nothing is wrong.");
            else
                for (JsonNode d : answer.path("diagnoses")) {
                    output().line(d.path("plugin").asText() + ": "
                            + d.path("sentence").asText());
                    d.path("details").forEach(line -> output().line("    " + line.asText()));
                }
            return 0;
        }
    }
}
