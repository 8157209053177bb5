package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Admission;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.Report;
import io.graft.plugins.PluginEvent.Type;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.RejectedException;
import io.graft.plugins.check.Inspected;
import io.graft.plugins.internal.Checks.Examined;
import io.graft.plugins.internal.PluginState.Deployed;
import io.graft.plugins.internal.PluginState.Jar;
import io.graft.plugins.internal.PluginStore.Incoming;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Installs, updates, removes and rolls back; called by one thread at a time. */
final class Changes {
    private final PluginStore store;
    private final PluginBundles bundles;
    private final Installed installed;
    private final Shipped shipped;
    private final Checks checks;
    private final Exchange exchange;
    private final Retiring retiring;
    private final Admission admission;
    private final Pipelines pipelines;
    private final Events events;

    Changes(
            PluginStore store,
            PluginBundles bundles,
            Installed installed,
            Shipped shipped,
            Checks checks,
            Exchange exchange,
            Retiring retiring,
            Admission admission,
            Pipelines pipelines,
            Events events) {
        this.store = store;
        this.bundles = bundles;
        this.installed = installed;
        this.shipped = shipped;
        this.checks = checks;
        this.exchange = exchange;
        this.retiring = retiring;
        this.admission = admission;
        this.pipelines = pipelines;
        this.events = events;
    }

    /**
     * A file of the deploy folder.
     *
     * @param name its name
     * @param bytes its size
     * @param modified when it was changed last, in milliseconds
     */
    record DeployFile(String name, long bytes, long modified) {}

    PluginReport install(
            Path file, PluginOptions options, boolean update, boolean developer, Optional<DeployFile> from) {
        Findings findings = new Findings(update ? "update" : "install");
        Incoming incoming = findings.timed("copy", () -> store.take(file));
        try {
            return install(incoming, options, update, developer, from, findings);
        } catch (RejectedException e) {
            String name = e.report().plugin();
            events.tell(
                    Type.REJECTED,
                    name.isEmpty() ? String.valueOf(file.getFileName()) : name,
                    e.report().to(),
                    e.getMessage());
            throw e;
        } finally {
            store.drop(incoming);
            if (!options.dryRun()) store.sweep(installed.state());
        }
    }

    private PluginReport install(
            Incoming incoming,
            PluginOptions options,
            boolean update,
            boolean developer,
            Optional<DeployFile> from,
            Findings findings) {
        Examined examined = findings.timed("inspect", () -> checks.examine(incoming.path(), developer));
        String name = examined.jar().map(Inspected::name).orElse("");
        String version = examined.jar().map(jar -> jar.version().toString()).orElse("");
        Optional<String> before = version(name);
        findings.plugin(name, before.orElse(""), version);
        findings.checks(examined.checks());
        examined.warnings().forEach(findings::warn);
        shipped.reachesPlatform(name).ifPresent(sentence -> findings.check("refresh", false, sentence));
        if (update && before.isEmpty()) throw notInstalled(name, " to update; 'graft plugin install' lets it in");
        PluginState state = installed.state();
        if (sameRuns(name, incoming)) {
            if (!options.dryRun()) installed.commit(taken(state, name, incoming.sha256(), from));
            return findings.accepted(name + " " + version + " runs already: nothing to do.");
        }
        boolean again = state.current(name)
                .filter(j -> j.sha256().equals(incoming.sha256()))
                .isPresent(); // it did not come up
        findings.check(versionCheck(before, version, again || developer || options.force()));
        Set<Long> leaving = Exchange.ids(installed.copies(name));
        findings.timed(
                "resolve", () -> findings.checks(checks.wiring(examined.jar().orElseThrow(), leaving)));

        Jar jar = new Jar(
                incoming.sha256(),
                version,
                options.origin(),
                Instant.now().toString(),
                examined.signer(),
                from.map(DeployFile::name).orElse(""));
        PluginState next = taken(state.installed(name, jar, running(name)), name, jar.sha256(), from);
        Path kept = options.dryRun() ? incoming.path() : store.keep(incoming);
        String cause = "plug-in " + name + " " + before.map(v -> v + " to ").orElse("") + jar.version();
        boolean done = exchange.run(
                name,
                () -> bundles.install(name, jar.sha256(), kept, true),
                formerly(name),
                next,
                cause,
                options,
                findings);
        if (!done) return findings.accepted(name + " " + jar.version() + " would be let in.");
        String sentence = before.map(v -> name + " " + v + " was replaced by " + jar.version() + ".")
                .orElse(name + " " + jar.version() + " is installed.");
        events.tell(before.isPresent() ? Type.UPDATED : Type.INSTALLED, name, jar.version(), sentence);
        return findings.accepted(sentence);
    }

    private static PluginState taken(PluginState state, String plugin, String sha256, Optional<DeployFile> from) {
        return from.map(file ->
                        state.withDeployed(file.name(), new Deployed(plugin, sha256, file.bytes(), file.modified())))
                .orElse(state);
    }

    private boolean sameRuns(String name, Incoming incoming) {
        Optional<Bundle> bundle = installed.bundle(name);
        if (bundle.isEmpty() || bundle.get().getState() != Bundle.ACTIVE) return false;
        Optional<Jar> current = installed.state().current(name);
        return current.isPresent()
                ? current.get().sha256().equals(incoming.sha256())
                : sha256(bundle.get()).filter(incoming.sha256()::equals).isPresent();
    }

    private static Optional<String> sha256(Bundle shipped) {
        return Shipped.jar(shipped).flatMap(jar -> {
            try {
                return Optional.of(PluginStore.sha256(jar));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    private static Report.Check versionCheck(Optional<String> before, String version, boolean free) {
        String sentence;
        boolean passed = true;
        if (before.isEmpty()) sentence = "No version runs so far.";
        else {
            int order = Version.parseVersion(version).compareTo(Version.parseVersion(before.get()));
            passed = order > 0 || free;
            if (order > 0) sentence = version + " is newer than " + before.get() + ".";
            else if (order == 0)
                sentence = passed
                        ? "Another jar of the same version, " + version + "."
                        : "Another jar of version " + version
                                + " runs already. Raise the version, so that one can tell them apart, or force it.";
            else
                sentence = passed
                        ? version + " is older than " + before.get() + "."
                        : version + " is older than " + before.get()
                                + ", which runs. Roll back to go to what ran before, or force it.";
        }
        return new Report.Check("version", passed, sentence);
    }

    PluginReport remove(String name, PluginOptions options) {
        Findings findings = new Findings("remove");
        Optional<String> version = version(name);
        if (version.isEmpty()) {
            shipped.reachesPlatform(name).ifPresent(sentence -> {
                throw findings.rejected(ErrorCode.PLUGIN_REJECTED, sentence);
            });
            throw notInstalled(name, "");
        }
        findings.plugin(name, version.get(), "");
        List<Bundle> copies = installed.copies(name);
        Set<String> users = pipelines.users(Exchange.ids(copies));
        Set<String> dependents =
                bundles.dependents(copies).stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
        unused("pipelines", users, name, options, findings);
        unused("refresh", dependents, name, options, findings);
        if (options.dryRun()) return findings.accepted(name + " " + version.get() + " would be removed.");
        installed.commit(installed.state().removed(name, running(name).orElseThrow()));
        installed.runs(name, Optional.empty());
        admission.change(Set.of(), Exchange.ids(copies));
        findings.timed("uninstall", () -> retiring.collect(name).forEach(findings::warn));
        store.sweep(installed.state());
        Set<String> ghosts = pipelines.users(Exchange.ids(installed.copies(name)));
        String sentence = name + " " + version.get() + " is removed."
                + (ghosts.isEmpty()
                        ? ""
                        : " It answers on in " + String.join(", ", ghosts) + " until that changes or ends.");
        events.tell(Type.REMOVED, name, version.get(), sentence);
        return findings.accepted(sentence);
    }

    private static void unused(String check, Set<String> users, String name, PluginOptions options, Findings findings) {
        if (users.isEmpty()) return;
        String who = users.stream().sorted().collect(Collectors.joining(", "));
        String sentence = name + " is used by " + who + ". Change or undeploy what uses it first, or force it.";
        findings.note(new Report.Check(check, options.force(), sentence));
        if (!options.force()) throw findings.rejected(ErrorCode.REFUSED, sentence);
        findings.warn(name + " is removed although it is used by " + who + ".");
    }

    PluginReport rollback(String name, PluginOptions options) {
        Findings findings = new Findings("rollback");
        Optional<String> before = version(name);
        List<Jar> previous = installed.state().previous(name);
        if (previous.isEmpty()) {
            if (before.isEmpty()) throw notInstalled(name, "");
            throw new PipelineException(
                    ErrorCode.NOT_FOUND, "", "There is no former jar of " + name + " to go back to.");
        }
        Jar back = previous.get(0);
        findings.plugin(name, before.orElse(""), back.version());
        Path jar = back.shipped() ? shipped.find(name) : store.jar(back.sha256());
        Inspected inspected = findings.timed("inspect", () -> formerJar(back, jar, findings));
        findings.timed(
                "resolve", () -> findings.checks(checks.wiring(inspected, Exchange.ids(installed.copies(name)))));
        boolean done = exchange.run(
                name,
                source(name, back, jar),
                formerly(name),
                installed.state().rolledBack(name),
                "plug-in " + name + " back to " + back.version(),
                options,
                findings);
        if (!done) return findings.accepted(name + " would go back to " + back.version() + ".");
        store.sweep(installed.state());
        String sentence =
                name + " went back" + before.map(v -> " from " + v).orElse("") + " to " + back.version() + ".";
        events.tell(Type.ROLLED_BACK, name, back.version(), sentence);
        return findings.accepted(sentence);
    }

    /** It was let in before: who signed it is not asked again. */
    private Inspected formerJar(Jar back, Path jar, Findings findings) {
        Examined examined = checks.examine(jar, true);
        findings.checks(examined.checks());
        Inspected inspected = examined.jar().orElseThrow();
        boolean same = back.shipped() || inspected.sha256().equals(back.sha256());
        if (!same) findings.check("whole", false, jar + " is damaged: it is another jar than the one that ran.");
        return inspected;
    }

    private Exchange.Source source(String name, Jar jar, Path path) {
        return jar.shipped()
                ? () -> bundles.installShipped(path, true)
                : () -> bundles.install(name, jar.sha256(), path, true);
    }

    /** How to install anew what runs now. */
    private Optional<Exchange.Source> formerly(String name) {
        return running(name)
                .map(jar -> source(name, jar, jar.shipped() ? shipped.find(name) : store.jar(jar.sha256())));
    }

    /** The jar that runs now, be it shipped or not. */
    private Optional<Jar> running(String name) {
        Optional<Jar> current = installed.state().current(name);
        return current.isPresent()
                ? current
                : installed.bundle(name).map(b -> new Jar("", b.getVersion().toString(), "distribution", "", "", ""));
    }

    private Optional<String> version(String name) {
        return running(name).map(Jar::version);
    }

    private PipelineException notInstalled(String name, String more) {
        return new PipelineException(
                ErrorCode.NOT_FOUND,
                "",
                "There is no plug-in '" + name + "'" + more + ". There are: " + String.join(", ", installed.names())
                        + ".");
    }
}
