package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command that talks to a running server. */
abstract class RemoteCommand extends GraftCommand {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server (default: $GRAFT_URL, else http://127.0.0.1:8181).")
    private String url;

    @Option(names = "--token", paramLabel = "T", description = "Who is asking (default: $GRAFT_TOKEN).")
    private String token;

    /** The server that was named, by an option or the environment. */
    Optional<Remote> named() {
        return Optional.ofNullable(url).or(() -> variable("GRAFT_URL")).map(this::at);
    }

    /** The server that was named, else the one on this machine. */
    Remote remote() {
        return named().orElseGet(() -> at("http://" + ServerSettings.HOST + ":" + ServerSettings.PORT));
    }

    private Remote at(String address) {
        return Remote.at(address, Optional.ofNullable(token).or(() -> variable("GRAFT_TOKEN")));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(services().living().variables().apply(name)).filter(v -> !v.isBlank());
    }

    /** Shows a report of a change: as a table, or with {@code --json} as it came. */
    int report(JsonNode report) {
        if (output().json()) output().document(report);
        else new ReportView(output()).show(report);
        boolean refused = report.path("outcome").asText().equals("REFUSED")
                || report.has("accepted") && !report.get("accepted").asBoolean();
        return refused ? 1 : 0;
    }
}
