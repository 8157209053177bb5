package io.graft.plugins.internal;

import io.graft.catalog.Admission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of plug-ins in the framework: what the manager installs has the location {@code plugin:NAME/SHA256}.
 *
 * <p>Nothing that a plug-in does in its activator or in a component can hold the caller longer than the times told here.
 */
final class PluginBundles implements AutoCloseable {
    static final String LOCATION = "plugin:";

    private final BundleContext context;
    private final Admission admission;
    private final Shipped shipped;
    private final Duration starting;
    private final Duration stopping;
    private final Set<Long> ours = ConcurrentHashMap.newKeySet();
    private final Set<String> installing = ConcurrentHashMap.newKeySet();
    private final Set<Long> stuck = ConcurrentHashMap.newKeySet();
    private final ServiceRegistration<ResolverHookFactory> gate;
    private volatile boolean guarded;

    PluginBundles(BundleContext context, Admission admission, Shipped shipped, Duration starting, Duration stopping) {
        this.context = context;
        this.admission = admission;
        this.shipped = shipped;
        this.starting = starting;
        this.stopping = stopping;
        gate = context.registerService(
                ResolverHookFactory.class, new PluginGate(this::managed, b -> !guarded || approved(b)), null);
    }

    /** From now on only bundles of the distribution and of the plug-in manager resolve. */
    void guard(boolean on) {
        guarded = on;
    }

    private boolean approved(Bundle bundle) {
        return bundle.getBundleId() == 0
                || managed(bundle)
                || bundle.getState() != Bundle.INSTALLED // it ran before the gate was closed
                || shipped.is(bundle);
    }

    /** Whether the plug-in manager installed a bundle. */
    boolean managed(Bundle bundle) {
        return ours.contains(bundle.getBundleId()) || installing.contains(bundle.getLocation());
    }

    /** Whether a bundle is a plug-in, rather than a part of the platform. */
    boolean isPlugin(Bundle bundle) {
        return managed(bundle) || (shipped.is(bundle) && Shipped.plugin(bundle));
    }

    /** The bundles that came by another way and are kept out. */
    List<Bundle> unapproved() {
        if (!guarded) return List.of();
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getState() == Bundle.INSTALLED && !approved(b))
                .toList();
    }

    /** All bundles of a plug-in: the running one, and copies that have not gone yet. */
    List<Bundle> of(String name) {
        return Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()))
                .filter(this::isPlugin)
                .toList();
    }

    /** The bundles that an earlier process left in the framework's folder. */
    List<Bundle> leftOver() {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getLocation().startsWith(LOCATION) && !ours.contains(b.getBundleId()))
                .toList();
    }

    Optional<Bundle> bundle(long id) {
        return Optional.ofNullable(context.getBundle(id));
    }

    /** The bundles that were asked to stop and have not. */
    List<Bundle> stuck() {
        return stuck.stream().map(context::getBundle).filter(Objects::nonNull).toList();
    }

    boolean isStuck(Bundle bundle) {
        return stuck.contains(bundle.getBundleId());
    }

    /** Installs a kept jar, hidden from the catalogue or not. */
    Bundle install(String name, String sha256, Path jar, boolean hidden) throws BundleException, IOException {
        String location = LOCATION + name + "/" + sha256;
        for (int copy = 2; context.getBundle(location) != null; copy++) // a copy of the same jar that does not stop
        location = LOCATION + name + "/" + sha256 + "~" + copy;
        try (InputStream in = Files.newInputStream(jar)) {
            return install(location, in, hidden);
        }
    }

    /** Installs a jar of the distribution anew, as the launcher does. */
    Bundle installShipped(Path jar, boolean hidden) throws BundleException {
        return install(Shipped.location(jar), null, hidden);
    }

    private Bundle install(String location, InputStream in, boolean hidden) throws BundleException {
        installing.add(location);
        try {
            Bundle bundle = context.installBundle(location, in);
            ours.add(bundle.getBundleId());
            if (hidden) admission.change(Set.of(), Set.of(bundle.getBundleId()));
            return bundle;
        } finally {
            installing.remove(location);
        }
    }

    /**
     * Starts a bundle.
     *
     * @return what went wrong, in a sentence without its name; empty when it runs
     */
    Optional<String> start(Bundle bundle) {
        try {
            Bounded.call("start of " + bundle.getSymbolicName(), starting, () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return null;
            });
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("it has not started within " + starting.toSeconds() + " s; its activator hangs");
        } catch (ExecutionException e) {
            return Optional.of(reason(e.getCause()));
        }
    }

    private static String reason(Throwable thrown) {
        if (!(thrown instanceof BundleException)) return "it threw " + thrown;
        String message = String.valueOf(thrown.getMessage());
        if (((BundleException) thrown).getType() == BundleException.RESOLVE_ERROR)
            return "it does not resolve: " + message;
        Throwable cause = thrown.getCause();
        return cause == null ? message : "its activator threw " + cause;
    }

    /** Whether another bundle works with a service of this one. */
    static boolean inUse(Bundle bundle) {
        ServiceReference<?>[] services =
                bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        if (services == null) return false;
        for (ServiceReference<?> service : services) {
            Bundle[] users = service.getUsingBundles();
            if (users != null && Arrays.stream(users).anyMatch(user -> user.getBundleId() != bundle.getBundleId()))
                return true;
        }
        return false;
    }

    /** What holds a bundle's classes; it must be let go of by whoever asks. */
    static Optional<ClassLoader> loader(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).map(BundleWiring::getClassLoader);
    }

    /**
     * Stops and uninstalls a bundle, and refreshes what hung on it.
     *
     * @param after is run when it has gone, be it in time or later
     * @return whether it has gone in time; otherwise it stays hidden and goes when it can
     */
    boolean remove(Bundle bundle, Runnable after) {
        long id = bundle.getBundleId();
        FutureTask<Void> going = Bounded.begin("stop of " + bundle.getSymbolicName(), () -> {
            uninstall(bundle);
            stuck.remove(id);
            ours.remove(id);
            admission.change(Set.of(id), Set.of()); // its id need not be remembered
            after.run();
            return null;
        });
        try {
            Bounded.await(going, stopping);
            return true;
        } catch (TimeoutException e) {
            stuck.add(id);
            if (going.isDone()) stuck.remove(id); // just now
            return false;
        } catch (ExecutionException e) {
            System.getLogger(PluginBundles.class.getName())
                    .log(System.Logger.Level.WARNING, "Bundle " + id + " could not be removed.", e.getCause());
            return false;
        }
    }

    private void uninstall(Bundle bundle) throws BundleException {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            // it threw while it was stopping, and has stopped all the same
        }
        try {
            bundle.uninstall();
        } catch (IllegalStateException e) {
            return; // somebody else was quicker
        }
        if (framework().getRemovalPendingBundles().contains(bundle)) refresh(List.of(bundle));
    }

    /** Refreshes bundles and all that hang on them, and waits until that is done. */
    void refresh(Collection<Bundle> bundles) {
        CountDownLatch done = new CountDownLatch(1);
        framework().refreshBundles(bundles, event -> done.countDown());
        boolean interrupted = false;
        try {
            while (true)
                try {
                    if (!done.await(stopping.plus(starting).toMillis(), TimeUnit.MILLISECONDS))
                        System.getLogger(PluginBundles.class.getName())
                                .log(
                                        System.Logger.Level.WARNING,
                                        "The refresh of {0} has not come to an end.",
                                        bundles);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** The bundles that hang on others by their wires, without those themselves. */
    List<Bundle> dependents(Collection<Bundle> bundles) {
        return framework().getDependencyClosure(bundles).stream()
                .filter(b -> bundles.stream().noneMatch(x -> x.getBundleId() == b.getBundleId()))
                .toList();
    }

    /** Whether a bundle is a piece of another one. */
    static boolean fragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private FrameworkWiring framework() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    @Override
    public void close() {
        try {
            gate.unregister();
        } catch (IllegalStateException e) {
            // the framework was quicker
        }
    }
}
