package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Admission;
import io.graft.catalog.Catalog;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import io.graft.plugins.PluginOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Puts the new bundle of a plug-in beside the old one, moves the pipelines over, and takes the old one away.
 *
 * <p>Up to the moment in which the state is written, nothing that runs is touched, and a refusal only takes the new bundle away again.
 */
final class Exchange {
    private final PluginBundles bundles;
    private final Installed installed;
    private final Admission admission;
    private final Pipelines pipelines;
    private final Checks checks;
    private final Retiring retiring;
    private final Consumer<String> step;

    Exchange(
            PluginBundles bundles,
            Installed installed,
            Admission admission,
            Pipelines pipelines,
            Checks checks,
            Retiring retiring,
            Consumer<String> step) {
        this.bundles = bundles;
        this.installed = installed;
        this.admission = admission;
        this.pipelines = pipelines;
        this.checks = checks;
        this.retiring = retiring;
        this.step = step;
    }

    /** Installs the bundle of a plug-in, hidden from the catalogue. */
    interface Source {
        Bundle install() throws BundleException, IOException;
    }

    /**
     * Makes the exchange.
     *
     * @param name the plug-in
     * @param code installs its new bundle
     * @param again installs the bundle that ran before anew, for the case that others do not come up with the new one
     * @param next the state afterwards
     * @return whether it was done; not when it was a dry run
     */
    boolean run(
            String name,
            Source code,
            Optional<Source> again,
            PluginState next,
            String cause,
            PluginOptions options,
            Findings findings) {
        List<Bundle> old = installed.copies(name);
        Set<Long> leaving = ids(old);
        List<Bundle> dependents = bundles.dependents(old);
        Bundle fresh = start(code, findings);
        boolean done = false;
        try {
            step.accept("started beside");
            Catalog then = admission.trial(Set.of(fresh.getBundleId()), leaving);
            findings.timed("components", () -> findings.check(checks.components(fresh, then)));
            step.accept("components checked");
            done = move(name, fresh, leaving, dependents, next, cause, options, findings);
        } finally {
            if (!done) findings.timed("withdraw", () -> withdraw(fresh, findings));
        }
        if (!done) return false;
        step.accept("published");
        if (dependents.isEmpty()) {
            findings.timed("uninstall", () -> retiring.collect(name).forEach(findings::warn));
        } else {
            findings.timed(
                    "uninstall",
                    () -> old.forEach(bundle -> retiring.retire(bundle).ifPresent(findings::warn)));
            settle(name, fresh, dependents, again, cause, options, findings);
            installed.commit(next);
        }
        step.accept("old uninstalled");
        return true;
    }

    private Bundle start(Source code, Findings findings) {
        Bundle fresh = findings.timed("install", code::install);
        boolean started = false;
        try {
            step.accept("installed beside");
            findings.timed("start", () -> bundles.start(fresh)).ifPresent(why -> {
                String sentence = findings.plugin() + " " + findings.to() + " does not start: " + why + ".";
                findings.check("components", false, sentence);
            });
            started = true;
            return fresh;
        } finally {
            if (!started) withdraw(fresh, findings);
        }
    }

    /** Prepares, judges and publishes; nothing of it when a gate refuses. */
    private boolean move(
            String name,
            Bundle fresh,
            Set<Long> leaving,
            List<Bundle> dependents,
            PluginState next,
            String cause,
            PluginOptions options,
            Findings findings) {
        Set<Long> arriving = Set.of(fresh.getBundleId());
        SwapOptions swap = swap(options, findings);
        try (Pipelines.Transition transition = findings.timed(
                "pipelines", () -> pipelines.transition(admission.trial(arriving, leaving), leaving, cause, swap))) {
            findings.pipelines(transition.reports());
            Report.Check gate = gate(transition);
            findings.note(gate);
            if (!transition.accepted()) throw findings.rejected(ErrorCode.REFUSED, gate.sentence());
            step.accept("judged");
            if (options.dryRun()) return false;
            PluginState before = installed.state();
            if (dependents.isEmpty()) installed.commit(next);
            try {
                findings.timed("publish", transition::publish);
                findings.pipelines(transition.reports()); // as it came out
            } catch (RuntimeException e) {
                installed.commit(before);
                throw findings.rejected(
                        ErrorCode.PLUGIN_REJECTED, "The pipelines could not be moved: " + e.getMessage());
            }
            admit(arriving, leaving);
            installed.runs(name, Optional.of(fresh));
            return true;
        } catch (PipelineException e) {
            if (e instanceof io.graft.plugins.RejectedException) throw e;
            throw findings.rejected(
                    ErrorCode.REFUSED, "The pipelines that use it could not be prepared: " + e.getMessage());
        }
    }

    /** Those who listen have no say in it. */
    private void admit(Set<Long> arriving, Set<Long> leaving) {
        try {
            admission.change(arriving, leaving);
        } catch (RuntimeException e) {
            System.getLogger(Exchange.class.getName())
                    .log(System.Logger.Level.WARNING, "A listener of the catalogue failed.", e);
        }
    }

    private static Report.Check gate(Pipelines.Transition transition) {
        List<Report> reports = transition.reports();
        if (transition.accepted())
            return new Report.Check(
                    "pipelines",
                    true,
                    reports.isEmpty()
                            ? "No pipeline uses it."
                            : reports.size() + (reports.size() == 1 ? " pipeline goes" : " pipelines go")
                                    + " over to it.");
        String refused = reports.stream()
                .filter(r -> !r.accepted())
                .map(r -> r.pipeline() + ": " + r.sentence())
                .collect(Collectors.joining(" "));
        return new Report.Check(
                "pipelines", false, refused.isEmpty() ? "A pipeline that uses it does not accept it." : refused);
    }

    private static SwapOptions swap(PluginOptions options, Findings findings) {
        SwapOptions wanted = options.swap();
        if (wanted.trial().isPresent())
            findings.warn("A plug-in's code is changed for all requests at once: there was no canary and no shadow.");
        return new SwapOptions(
                options.force(),
                options.dryRun(),
                wanted.gate(),
                wanted.memoryFirst(),
                wanted.drain(),
                Optional.empty(),
                wanted.note());
    }

    /** After a library was replaced: do those who use its packages run again? When not, all goes back. */
    private void settle(
            String name,
            Bundle fresh,
            List<Bundle> dependents,
            Optional<Source> again,
            String cause,
            PluginOptions options,
            Findings findings) {
        List<String> down = new ArrayList<>();
        findings.timed("dependents", () -> {
            for (Bundle dependent : dependents)
                if (dependent.getState() != Bundle.ACTIVE)
                    bundles.start(dependent).ifPresent(why -> down.add(dependent.getSymbolicName() + ": " + why));
        });
        if (down.isEmpty()) {
            findings.warn("Restarted, as they use its packages: "
                    + dependents.stream().map(Bundle::getSymbolicName).collect(Collectors.joining(", ")) + ".");
            return;
        }
        again.ifPresent(source -> goBack(name, fresh, source, dependents, cause, options, findings));
        throw findings.rejected(
                ErrorCode.PLUGIN_REJECTED,
                "Plug-ins that use its packages do not run with it: " + String.join("; ", down)
                        + (again.isPresent() ? ". The former one is back." : "."));
    }

    private void goBack(
            String name,
            Bundle fresh,
            Source source,
            List<Bundle> dependents,
            String cause,
            PluginOptions options,
            Findings findings) {
        Bundle former = start(source, findings);
        Set<Long> leaving = Set.of(fresh.getBundleId());
        SwapOptions swap =
                swap(options, findings).withForce(true).withGate(false).withDryRun(false);
        try (Pipelines.Transition back = pipelines.transition(
                admission.trial(Set.of(former.getBundleId()), leaving), leaving, "undo of " + cause, swap)) {
            if (back.accepted()) back.publish();
            admit(Set.of(former.getBundleId()), leaving);
        }
        installed.runs(name, Optional.of(former));
        withdraw(fresh, findings);
        dependents.forEach(dependent -> bundles.start(dependent).ifPresent(findings::warn));
    }

    private void withdraw(Bundle fresh, Findings findings) {
        retiring.retire(fresh).ifPresent(findings::warn);
    }

    static Set<Long> ids(List<Bundle> bundles) {
        Set<Long> ids = new HashSet<>();
        bundles.forEach(bundle -> ids.add(bundle.getBundleId()));
        return ids;
    }
}
