package io.graft.plugins.check;

import io.graft.plugins.Diagnosis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Says what is wrong with the plug-ins that are installed: one sentence a person can act on for each cause.
 *
 * <p><b>Threading.</b> Thread-safe; it only looks.
 */
public final class Diagnoses {
    private final BundleContext context;
    private final Optional<ServiceComponentRuntime> components;
    private final Nearby nearby;

    /**
     * Looks at this framework.
     *
     * @param components who knows the declarative services; empty when nobody does
     * @param nearby where what is missing could come from
     */
    public Diagnoses(BundleContext context, Optional<ServiceComponentRuntime> components, Nearby nearby) {
        this.context = context;
        this.components = components;
        this.nearby = nearby;
    }

    /**
     * What is wrong.
     *
     * @param asked which plug-ins are asked about
     */
    public List<Diagnosis> of(Predicate<Bundle> asked) {
        List<Diagnosis> found = new ArrayList<>();
        List<Bundle> bundles = List.of(context.getBundles()).stream()
                .filter(b -> b.getBundleId() != 0 && asked.test(b))
                .sorted(Comparator.comparing(Bundle::getSymbolicName, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.INSTALLED) found.add(unresolved(bundle));
            else if (bundle.getState() == Bundle.ACTIVE || lazy(bundle))
                components.ifPresent(c -> found.addAll(new WaitingComponents(context, c, nearby).of(bundle)));
            else notActive(bundle).ifPresent(found::add);
        }
        return found;
    }

    private Diagnosis unresolved(Bundle bundle) {
        Optional<Explanation> why = new DryResolve(context, nearby).explain(bundle);
        if (why.isEmpty())
            return new Diagnosis(
                    bundle.getSymbolicName(),
                    name(bundle)
                            + " is installed and would resolve, but nobody started it, or a bundle that came by another way is kept out.",
                    List.of());
        List<String> details = new ArrayList<>(why.get().chains());
        why.get().raw().lines().filter(line -> !line.isBlank()).forEach(details::add);
        return new Diagnosis(bundle.getSymbolicName(), why.get().sentence(), details);
    }

    private static Optional<Diagnosis> notActive(Bundle bundle) {
        String sentence =
                switch (bundle.getState()) {
                    case Bundle.RESOLVED ->
                        fragment(bundle)
                                ? ""
                                : name(bundle)
                                        + " resolves, but does not run: it was stopped, or its activator failed; the log says which.";
                    case Bundle.STARTING ->
                        name(bundle) + " is starting and has not come to an end; its activator may hang.";
                    case Bundle.STOPPING -> name(bundle) + " was asked to stop and has not, so far.";
                    default -> "";
                };
        return sentence.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnosis(bundle.getSymbolicName(), sentence, List.of()));
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** Whether it waits for the first use of a class of it. */
    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get("Bundle-ActivationPolicy");
        return bundle.getState() == Bundle.STARTING && policy != null && policy.startsWith("lazy");
    }

    private static boolean fragment(Bundle bundle) {
        return bundle.getHeaders("").get("Fragment-Host") != null;
    }
}
