package io.graft.plugins.internal;

import io.graft.api.PipelineException;
import io.graft.catalog.Admission;
import io.graft.plugins.internal.PluginState.Jar;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Which bundle runs for each plug-in, and what the state file says about it: the state is the truth, bundles are made to agree with it.
 *
 * <p><b>Threading.</b> Changed by one thread at a time, read by any.
 */
final class Installed {
    private static final System.Logger LOG = System.getLogger(Installed.class.getName());

    private final PluginStore store;
    private final PluginBundles bundles;
    private final Shipped shipped;
    private final Admission admission;
    private final Consumer<String> step;
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Map<String, String> broken = new ConcurrentHashMap<>();
    private volatile PluginState state = PluginState.EMPTY;
    private volatile Optional<PipelineException> unreadable = Optional.empty();

    /** @param step is told each step that changes something, so that tests can look at what a kill would leave */
    Installed(PluginStore store, PluginBundles bundles, Shipped shipped, Admission admission, Consumer<String> step) {
        this.store = store;
        this.bundles = bundles;
        this.shipped = shipped;
        this.admission = admission;
        this.step = step;
    }

    PluginState state() {
        return state;
    }

    /** Why the state could not be read; nothing may be changed then. */
    Optional<PipelineException> unreadable() {
        return unreadable;
    }

    /** The bundle that runs for a plug-in. */
    Optional<Bundle> bundle(String name) {
        Long id = running.get(name);
        if (id != null) return bundles.bundle(id);
        return state.replacesShipped(name) ? Optional.empty() : shipped.installed(name);
    }

    /** What is wrong with a plug-in that was to be brought back. */
    Optional<String> broken(String name) {
        return Optional.ofNullable(broken.get(name));
    }

    /** The state is another one from now on, and after every restart; when it cannot be written it is the one before, for both. */
    void commit(PluginState next) {
        PluginState before = state;
        if (next.equals(before)) return;
        try {
            step.accept("before state");
            store.write(next);
            state = next;
            step.accept("after state");
        } catch (RuntimeException e) {
            state = before;
            try {
                store.write(before);
            } catch (PipelineException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Another bundle runs for a plug-in, or none. */
    void runs(String name, Optional<Bundle> bundle) {
        broken.remove(name);
        bundle.filter(b -> !shipped.is(b))
                .ifPresentOrElse(b -> running.put(name, b.getBundleId()), () -> running.remove(name));
    }

    /**
     * Reads the state and makes the bundles agree with it; those that agree already are left alone.
     *
     * <p>What cannot be brought back is kept in the state and told by {@link #broken}.
     */
    void restore() {
        try {
            state = store.read();
            unreadable = Optional.empty();
        } catch (PipelineException e) {
            unreadable = Optional.of(e);
            LOG.log(System.Logger.Level.ERROR, "{0}", e.getMessage());
            return;
        }
        hideAndRemoveWhatMustNotRun();
        Map<String, Bundle> started = new LinkedHashMap<>();
        state.plugins().forEach((name, entry) -> entry.running().ifPresent(jar -> {
            if (running.containsKey(name)) return;
            install(name, jar).ifPresent(bundle -> started.put(name, bundle));
        }));
        // all are there before the first starts, as one may need another
        started.forEach((name, bundle) -> {
            runs(name, Optional.of(bundle));
            bundles.start(bundle).ifPresent(why -> isBroken(name, why));
        });
        state.plugins().keySet().stream()
                .filter(name ->
                        !state.replacesShipped(name) && shipped.installed(name).isEmpty())
                .forEach(this::bringShippedBack);
    }

    private void hideAndRemoveWhatMustNotRun() {
        Set<Bundle> unwanted = new HashSet<>(bundles.leftOver());
        for (Bundle bundle : shipped.plugins())
            if (state.replacesShipped(bundle.getSymbolicName())) unwanted.add(bundle);
        running.forEach((name, id) -> bundles.bundle(id).ifPresent(bundle -> {
            if (state.current(name).filter(jar -> isOf(jar, bundle)).isEmpty()) {
                unwanted.add(bundle);
                running.remove(name);
            }
        }));
        if (unwanted.isEmpty()) return;
        Set<Long> ids = new HashSet<>();
        unwanted.forEach(bundle -> ids.add(bundle.getBundleId()));
        admission.change(Set.of(), ids);
        for (Bundle bundle : unwanted)
            if (!bundles.remove(bundle, () -> {}))
                LOG.log(System.Logger.Level.WARNING, "{0} does not stop; its components are hidden.", bundle);
    }

    private static boolean isOf(Jar jar, Bundle bundle) {
        return bundle.getLocation().contains("/" + jar.sha256());
    }

    private Optional<Bundle> install(String name, Jar jar) {
        try {
            return Optional.of(bundles.install(name, jar.sha256(), store.jar(jar.sha256()), false));
        } catch (NoSuchFileException e) {
            isBroken(name, "its jar " + e.getFile() + " is gone; install it again, or bring it back from a backup");
        } catch (IOException | BundleException e) {
            isBroken(name, "its jar cannot be installed: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void bringShippedBack(String name) {
        try {
            Bundle bundle = bundles.installShipped(shipped.find(name), false);
            bundles.start(bundle).ifPresent(why -> isBroken(name, why));
        } catch (PipelineException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}", e.getMessage()); // an older distribution had it
        } catch (BundleException e) {
            isBroken(name, "its jar cannot be installed: " + e.getMessage());
        }
    }

    private void isBroken(String name, String why) {
        String version = state.current(name).map(Jar::version).orElse("");
        broken.put(name, name + " " + version + " cannot be used: " + why + ".");
        LOG.log(System.Logger.Level.WARNING, "{0}", broken.get(name));
    }

    /** The names of all plug-ins that are there, shipped and installed. */
    Set<String> names() {
        Set<String> names = new java.util.TreeSet<>();
        for (Bundle bundle : shipped.plugins())
            if (!state.replacesShipped(bundle.getSymbolicName())) names.add(bundle.getSymbolicName());
        state.plugins().forEach((name, entry) -> entry.running().ifPresent(jar -> names.add(name)));
        return names;
    }

    /** All bundles of a plug-in: the one that runs, and copies that have not gone yet. */
    List<Bundle> copies(String name) {
        return bundles.of(name);
    }
}
