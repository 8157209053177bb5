package io.graft.plugins.check;

import io.graft.pipeline.live.Report;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Says which bundles stop and start again when some leave, because their wires lead to them. Thread-safe. */
public final class RefreshReach {
    private final BundleContext context;
    private final Predicate<Bundle> plugin;

    /**
     * Looks at this framework.
     *
     * @param plugin whether a bundle is a plug-in, rather than a part of the platform
     */
    public RefreshReach(BundleContext context, Predicate<Bundle> plugin) {
        this.context = context;
        this.plugin = plugin;
    }

    /** The bundles that are refreshed when some leave, without those themselves. */
    public List<Bundle> of(Set<Long> leaving) {
        List<Bundle> gone = leaving.stream()
                .map(context::getBundle)
                .filter(Objects::nonNull)
                .toList();
        if (gone.isEmpty()) return List.of();
        Collection<Bundle> closure =
                context.getBundle(0).adapt(FrameworkWiring.class).getDependencyClosure(gone);
        return closure.stream()
                .filter(b -> !gone.contains(b))
                .sorted(Comparator.comparingLong(Bundle::getBundleId))
                .toList();
    }

    /** Refuses when the platform would be refreshed. */
    public Report.Check check(Set<Long> leaving) {
        for (long id : leaving) {
            Bundle bundle = context.getBundle(id);
            if (bundle != null && (id == 0 || !plugin.test(bundle)))
                return failed(name(bundle) + " is a part of the platform, which changes with the distribution only.");
        }
        List<Bundle> reached = of(leaving);
        List<Bundle> platform = reached.stream()
                .filter(b -> b.getBundleId() == 0 || !plugin.test(b))
                .toList();
        if (!platform.isEmpty()) {
            Bundle first = platform.get(0);
            return failed("The platform would have to stop for it: " + name(first) + why(first, leaving)
                    + (platform.size() > 1 ? ", and " + (platform.size() - 1) + " more bundles hang on it" : "") + ".");
        }
        if (reached.isEmpty()) return new Report.Check("refresh", true, "Nothing else has to stop for it.");
        return new Report.Check(
                "refresh",
                true,
                "These stop for a moment with it: "
                        + reached.stream().map(RefreshReach::name).collect(Collectors.joining(", ")) + ".");
    }

    private static Report.Check failed(String sentence) {
        return new Report.Check("refresh", false, sentence);
    }

    private static String why(Bundle bundle, Set<Long> leaving) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) return " hangs on it";
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            Bundle provider = wire.getProvider().getBundle();
            if (!leaving.contains(provider.getBundleId())) continue;
            Object what = wire.getCapability()
                    .getAttributes()
                    .get(wire.getCapability().getNamespace());
            return switch (wire.getCapability().getNamespace()) {
                case PackageNamespace.PACKAGE_NAMESPACE -> " takes the package " + what + " from " + name(provider);
                case HostNamespace.HOST_NAMESPACE -> " is a fragment of " + name(provider);
                default -> " needs " + what + " of " + name(provider);
            };
        }
        return " hangs on it through another bundle";
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
