package io.graft.plugins.check;

import io.graft.pipeline.live.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.Resolver;

/**
 * Asks the framework's resolver whether a jar would resolve against what runs, without installing it.
 *
 * <p><b>Threading.</b> Thread-safe; what comes or goes meanwhile may or may not count.
 */
public final class DryResolve {
    private static final String CHECK = "resolve";

    private final BundleContext context;
    private final Nearby nearby;

    /**
     * Tries it in this framework.
     *
     * @param nearby where what is missing could come from
     */
    public DryResolve(BundleContext context, Nearby nearby) {
        this.context = context;
        this.nearby = nearby;
    }

    /** Whether a jar would resolve, and whatever hangs on the bundles that it takes the place of would again. */
    public Report.Check check(Inspected jar, Set<Long> leaving) {
        return check(List.of(jar), leaving);
    }

    /**
     * Whether jars would resolve together.
     *
     * @param jars what is to be installed; they may need each other
     * @param leaving the bundles, by their ids, that go when they have come
     */
    public Report.Check check(Collection<Inspected> jars, Set<Long> leaving) {
        try {
            DryContext dry = world(leaving);
            for (Inspected jar : jars) dry.mandatory(JarResource.of(jar.headers(), ""));
            Set<Bundle> gone = new HashSet<>();
            leaving.forEach(id -> Optional.ofNullable(context.getBundle(id)).ifPresent(gone::add));
            for (Bundle hanging : gone.isEmpty() ? Set.<Bundle>of() : wiring().getDependencyClosure(gone))
                if (!gone.contains(hanging) && hanging.getState() != Bundle.UNINSTALLED)
                    dry.mandatory(revision(hanging));
            Optional<Explanation> why = resolve(dry);
            return why.map(e -> new Report.Check(CHECK, false, e.sentence()))
                    .orElse(new Report.Check(CHECK, true, "It resolves against what runs."));
        } catch (RejectedJar e) {
            return e.check();
        }
    }

    /** Why an installed bundle does not resolve; empty when it would. */
    Optional<Explanation> explain(Bundle bundle) {
        DryContext dry = world(Set.of());
        dry.mandatory(revision(bundle));
        return resolve(dry);
    }

    private Optional<Explanation> resolve(DryContext dry) {
        ServiceReference<Resolver> reference = context.getServiceReference(Resolver.class);
        Resolver resolver = reference == null ? null : context.getService(reference);
        if (resolver == null) throw new IllegalStateException("this framework lends no resolver");
        try {
            resolver.resolve(dry);
            return Optional.empty();
        } catch (ResolutionException e) {
            return Optional.of(Explanation.of(e, dry, nearby));
        } finally {
            context.ungetService(reference);
        }
    }

    /** What stays: bundles that are resolved, with their wires, unless they hang on one that goes, and those that may be resolved along. */
    private DryContext world(Set<Long> leaving) {
        Set<Bundle> gone = new HashSet<>();
        leaving.forEach(id -> Optional.ofNullable(context.getBundle(id)).ifPresent(gone::add));
        Collection<Bundle> loose = gone.isEmpty() ? Set.of() : wiring().getDependencyClosure(gone);
        DryContext dry = new DryContext();
        List<BundleRevision> unresolved = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = revision(bundle);
            if (revision == null || loose.contains(bundle) || gone.contains(bundle)) continue;
            if (revision.getWiring() != null) dry.wired(revision);
            else unresolved.add(revision);
        }
        resolvable(unresolved).forEach(dry::available);
        return dry;
    }

    /** Leaves out what a hook of the framework keeps from resolving. */
    private List<BundleRevision> resolvable(List<BundleRevision> revisions) {
        List<BundleRevision> left = new ArrayList<>(revisions);
        try {
            for (ServiceReference<ResolverHookFactory> reference :
                    context.getServiceReferences(ResolverHookFactory.class, null)) {
                ResolverHookFactory factory = context.getService(reference);
                if (factory == null) continue;
                try {
                    ResolverHook hook = factory.begin(List.of());
                    if (hook == null) continue;
                    hook.filterResolvable(left);
                    hook.end();
                } finally {
                    context.ungetService(reference);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
        return left;
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    private static BundleRevision revision(Bundle bundle) {
        return bundle.adapt(BundleRevision.class);
    }
}
