package io.graft.plugins.internal;

import java.util.Collection;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps bundles unresolved that came by another way than the plug-in manager, and two copies of one plug-in apart.
 *
 * <p>The resolver asks on whichever thread resolves: nothing is locked here.
 */
final class PluginGate implements ResolverHookFactory {
    private final Predicate<Bundle> managed;
    private final Predicate<Bundle> approved;

    /**
     * A gate.
     *
     * @param managed whether the plug-in manager installed a bundle
     * @param approved whether a bundle may resolve
     */
    PluginGate(Predicate<Bundle> managed, Predicate<Bundle> approved) {
        this.managed = managed;
        this.approved = approved;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        // nothing is to be resolved when somebody only asks what might be
        boolean smuggled =
                triggers.isEmpty() || triggers.stream().anyMatch(trigger -> !approved.test(trigger.getBundle()));
        return new Hook(smuggled);
    }

    private final class Hook implements ResolverHook {
        private final boolean smuggled;

        Hook(boolean smuggled) {
            this.smuggled = smuggled;
        }

        /**
         * Felix 7 takes what is left here for all that may provide anything, without the bundles that are resolved already. So this is the means
         * only against one that is to be resolved itself; {@link #filterMatches} keeps it from the others.
         */
        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            if (smuggled) candidates.removeIf(revision -> !approved.test(revision.getBundle()));
        }

        /** Two copies of a singleton run side by side while one takes the place of the other. */
        @Override
        public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
            if (managed.test(bundle(singleton))) collisions.clear();
            else collisions.removeIf(collision -> managed.test(bundle(collision)));
        }

        /** A copy that imports what it exports must not get it from the other copy, or the other could never leave. */
        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            Bundle asks = requirement.getRevision().getBundle();
            if (approved.test(asks)) candidates.removeIf(c -> !approved.test(bundle(c)) || copies(asks, bundle(c)));
            else candidates.clear();
        }

        private boolean copies(Bundle asks, Bundle has) {
            return has.getBundleId() != asks.getBundleId()
                    && (managed.test(asks) || managed.test(has))
                    && asks.getSymbolicName() != null
                    && asks.getSymbolicName().equals(has.getSymbolicName());
        }

        @Override
        public void end() {
            // nothing is kept
        }
    }

    private static Bundle bundle(BundleCapability capability) {
        return capability.getRevision().getBundle();
    }
}
