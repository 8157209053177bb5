package io.graft.plugins.internal;

import io.graft.pipeline.live.LeakWatch;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.PluginEvent.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import org.osgi.framework.Bundle;

/**
 * Takes bundles away whose place another has taken, and sees to it that nothing of them stays in memory.
 *
 * <p>A copy that something still works with, a run in training or a pipeline with ghosts, stays where it is, hidden, until it is given back.
 */
final class Retiring {
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final PluginBundles bundles;
    private final Installed installed;
    private final Pipelines pipelines;
    private final LeakWatch leaks;
    private final Events events;
    private final Lock changing;
    private final Set<String> leaving = new TreeSet<>();
    private volatile boolean closed;

    /** @param changing is held by whoever calls, and while a copy goes later */
    Retiring(
            PluginBundles bundles,
            Installed installed,
            Pipelines pipelines,
            LeakWatch leaks,
            Events events,
            Lock changing) {
        this.bundles = bundles;
        this.installed = installed;
        this.pipelines = pipelines;
        this.leaks = leaks;
        this.events = events;
        this.changing = changing;
    }

    /**
     * Takes away the copies of a plug-in whose place another has taken; those that are in use go when they are given back.
     *
     * @return what is worth knowing
     */
    List<String> collect(String name) {
        List<String> warnings = new ArrayList<>();
        boolean inUse = false;
        for (Bundle copy : replaced(name))
            if (inUse(copy)) {
                inUse = true;
                warnings.add(name + " " + copy.getVersion() + " is still in use; it goes when it is given back.");
            } else {
                retire(copy).ifPresent(warnings::add);
            }
        if (inUse) later(name);
        return warnings;
    }

    private List<Bundle> replaced(String name) {
        long runs = installed.bundle(name).map(Bundle::getBundleId).orElse(-1L);
        return installed.copies(name).stream()
                .filter(copy -> copy.getBundleId() != runs && !bundles.isStuck(copy))
                .toList();
    }

    private boolean inUse(Bundle bundle) {
        return PluginBundles.inUse(bundle)
                || !pipelines.users(Set.of(bundle.getBundleId())).isEmpty();
    }

    private void later(String name) {
        boolean first = leaving.isEmpty();
        leaving.add(name);
        if (first) Bounded.begin("replaced ones", this::lookUntilAllHaveGone);
    }

    private Void lookUntilAllHaveGone() throws InterruptedException {
        while (!closed) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS); // nobody tells when a service is given back
            changing.lock();
            try {
                for (String name : List.copyOf(leaving)) if (allHaveGone(name)) leaving.remove(name);
                if (leaving.isEmpty()) return null;
            } finally {
                changing.unlock();
            }
        }
        return null;
    }

    private boolean allHaveGone(String name) {
        try {
            List<Bundle> copies = replaced(name);
            List<Bundle> unused = copies.stream().filter(copy -> !inUse(copy)).toList();
            unused.forEach(this::retire);
            return unused.size() == copies.size();
        } catch (IllegalStateException e) {
            return true; // the framework stops
        }
    }

    /** Looks no more. */
    void close() {
        closed = true;
    }

    /**
     * Stops and uninstalls a bundle that nothing uses any more.
     *
     * @return what is worth knowing, when it does not stop
     */
    Optional<String> retire(Bundle bundle) {
        String name = bundle.getSymbolicName();
        String version = bundle.getVersion().toString();
        Optional<ClassLoader> loader = PluginBundles.loader(bundle);
        boolean gone = bundles.remove(bundle, () -> {});
        loader.ifPresent(l -> watch(name, version, l));
        if (gone) return Optional.empty();
        String sentence = name + " " + version
                + " was asked to stop and has not, so far: a component or its activator hangs while it is stopped."
                + " Its components are hidden; its memory comes back when it stops or the process ends.";
        events.tell(Type.STUCK, name, version, sentence);
        return Optional.of(sentence);
    }

    private void watch(String name, String version, ClassLoader loader) {
        String what = name + " " + version;
        leaks.watch("plug-in", what, loader, watched -> {
            if (watched.collected())
                events.tell(Type.COLLECTED, name, version, "Nothing of " + what + " is in memory any more.");
            else
                events.tell(
                        Type.LEAKED,
                        name,
                        version,
                        "Something of " + what + " is still in memory"
                                + watched.holder()
                                        .map(h -> "; it is held by " + h)
                                        .orElse("") + ".");
        });
    }
}
