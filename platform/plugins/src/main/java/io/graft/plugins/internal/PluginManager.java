package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Admission;
import io.graft.catalog.Catalog;
import io.graft.pipeline.live.LeakWatch;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Diagnosis;
import io.graft.plugins.PluginEvent;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.Plugins;
import io.graft.plugins.internal.Changes.DeployFile;
import io.graft.plugins.internal.PluginState.Deployed;
import io.graft.plugins.internal.PluginState.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The plug-ins of the data folder that the framework property {@code graft.home} names, as a service. */
@Component(service = Plugins.class, immediate = true)
public final class PluginManager implements Plugins {
    private final ReentrantLock changing = new ReentrantLock(true);
    private final PluginStore store;
    private final PluginBundles bundles;
    private final Installed installed;
    private final Changes changes;
    private final Retiring retiring;
    private final StatusList statuses;
    private final Events events = new Events();
    private volatile Managing managing;

    /** Brings back what is installed. */
    @Activate
    public PluginManager(
            BundleContext context,
            @Reference Admission admission,
            @Reference Pipelines pipelines,
            @Reference LeakWatch leaks,
            @Reference Catalog catalog) {
        this(
                context,
                admission,
                pipelines,
                leaks,
                catalog,
                home(context),
                plugin -> new JarChecks(context, plugin),
                new Times(Duration.ofSeconds(30), Duration.ofSeconds(10)),
                step -> {});
    }

    /**
     * How long a plug-in may take.
     *
     * @param starting to start
     * @param stopping to stop; after it, it is said to be stuck
     */
    record Times(Duration starting, Duration stopping) {}

    PluginManager(
            BundleContext context,
            Admission admission,
            Pipelines pipelines,
            LeakWatch leaks,
            Catalog catalog,
            Path home,
            Function<Predicate<Bundle>, Checks> checking,
            Times times,
            Consumer<String> step) {
        store = new PluginStore(home);
        Shipped shipped = new Shipped(
                context, Optional.ofNullable(context.getProperty("graft.dist")).map(Path::of));
        bundles = new PluginBundles(context, admission, shipped, times.starting, times.stopping);
        Checks checks = checking.apply(bundles::isPlugin);
        installed = new Installed(store, bundles, shipped, admission, step);
        retiring = new Retiring(bundles, installed, pipelines, leaks, events, changing);
        Exchange exchange = new Exchange(bundles, installed, admission, pipelines, checks, retiring, step);
        changes = new Changes(
                store, bundles, installed, shipped, checks, exchange, retiring, admission, pipelines, events);
        statuses = new StatusList(installed, bundles, catalog, pipelines, checks);
        installed.restore();
    }

    private static Path home(BundleContext context) {
        String property = context.getProperty("graft.home");
        if (property == null || property.isBlank())
            throw new IllegalStateException(
                    "The framework property 'graft.home' is missing. It names the data folder.");
        return Path.of(property).toAbsolutePath();
    }

    @Deactivate
    void close() {
        retiring.close();
        Managing held = managing;
        if (held != null) held.close();
        bundles.close();
    }

    @Override
    public Management manage(boolean developer, Optional<Path> deploy) {
        changing.lock();
        try {
            if (managing != null)
                throw new PipelineException(ErrorCode.BUSY, "", "The plug-ins of this process are managed already.");
            ManagementLock lock = ManagementLock.of(store.folder());
            try {
                installed.restore(); // another process may have changed it since
                if (installed.unreadable().isEmpty()) store.sweep(installed.state());
                bundles.guard(true);
                managing = new Managing(lock, developer, deploy);
                return managing;
            } catch (IOException | RuntimeException e) {
                managing = null;
                bundles.guard(false);
                lock.close();
                if (e instanceof PipelineException known) throw known;
                throw new PipelineException(
                        ErrorCode.RESOURCE,
                        deploy.map(Path::toString).orElse(""),
                        "The deploy folder cannot be watched: " + e + ".",
                        e);
            }
        } finally {
            changing.unlock();
        }
    }

    private final class Managing implements Management, DeployFolder.Installer {
        private final ManagementLock lock;
        private final boolean developer;
        private final Optional<DeployWatch> watch;
        private boolean closed;

        Managing(ManagementLock lock, boolean developer, Optional<Path> deploy) throws IOException {
            this.lock = lock;
            this.developer = developer;
            if (deploy.isPresent()) {
                Path folder = deploy.get().toAbsolutePath();
                Files.createDirectories(folder);
                watch = Optional.of(new DeployWatch(folder, new DeployFolder(folder, this)));
            } else {
                watch = Optional.empty();
            }
        }

        @Override
        public Map<String, Deployed> deployed() {
            return installed.state().deployed();
        }

        @Override
        public void install(Path jar, DeployFile file) {
            Optional<Deployed> before = Optional.ofNullable(deployed().get(file.name()));
            PluginReport report = change(() ->
                    changes.install(jar, options("deploy/" + file.name(), false), false, developer, Optional.of(file)));
            before.filter(b -> !b.plugin().equals(report.plugin()))
                    .ifPresent(b -> removeWhatCameFrom(file.name(), b.plugin()));
        }

        @Override
        public void same(DeployFile file, Deployed before) {
            change(() -> {
                Deployed touched = new Deployed(before.plugin(), before.sha256(), file.bytes(), file.modified());
                installed.commit(installed.state().withDeployed(file.name(), touched));
                return null;
            });
        }

        @Override
        public void gone(String file) {
            Deployed before = deployed().get(file);
            if (before == null) return;
            try {
                removeWhatCameFrom(file, before.plugin());
            } finally {
                change(() -> {
                    installed.commit(installed.state().withDeployed(file, null));
                    return null;
                });
            }
        }

        /** Whoever takes the jar away wants it to go: pipelines that use it have ghosts. */
        private void removeWhatCameFrom(String file, String plugin) {
            boolean runs = installed
                    .state()
                    .current(plugin)
                    .map(Jar::deployFile)
                    .filter(file::equals)
                    .isPresent();
            if (runs) change(() -> changes.remove(plugin, options("deploy/" + file, true)));
        }

        private PluginOptions options(String origin, boolean force) {
            return new PluginOptions(force, false, PluginOptions.DEFAULT.swap(), origin);
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) return;
                closed = true;
            }
            watch.ifPresent(DeployWatch::close);
            managing = null;
            bundles.guard(false);
            lock.close();
        }
    }

    @Override
    public List<PluginStatus> list() {
        return statuses.list();
    }

    @Override
    public PluginReport install(Path jar, PluginOptions options) {
        return change(() -> changes.install(jar, options, false, developer(), Optional.empty()));
    }

    @Override
    public PluginReport update(Path jar, PluginOptions options) {
        return change(() -> changes.install(jar, options, true, developer(), Optional.empty()));
    }

    @Override
    public PluginReport remove(String name, PluginOptions options) {
        return change(() -> changes.remove(name, options));
    }

    @Override
    public PluginReport rollback(String name, PluginOptions options) {
        return change(() -> changes.rollback(name, options));
    }

    private boolean developer() {
        Managing held = managing;
        return held != null && held.developer;
    }

    private <T> T change(Supplier<T> work) {
        changing.lock();
        try {
            if (managing == null)
                throw new PipelineException(
                        ErrorCode.BUSY,
                        "",
                        "This process does not manage the plug-ins. Start the server with 'graft start' and ask it.");
            installed.unreadable().ifPresent(e -> {
                throw e;
            });
            return work.get();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public List<Diagnosis> diagnose(Optional<String> name) {
        return statuses.diagnose(name);
    }

    @Override
    public Listening listen(Consumer<PluginEvent> listener) {
        return events.listen(listener);
    }
}
