package io.graft.plugins.internal;

import io.graft.catalog.Offer;
import io.graft.catalog.ServiceCatalog;
import io.graft.pipeline.live.LeakWatch;
import io.graft.plugins.PluginEvent;
import io.graft.plugins.PluginStatus;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** A plug-in manager in a real framework with declarative services; closing it ends the framework, as a process would end. */
final class InFelix implements AutoCloseable {
    static final PluginManager.Times QUICK = new PluginManager.Times(Duration.ofSeconds(2), Duration.ofMillis(500));

    final Framework framework;
    final ServiceCatalog catalog;
    final OnePipeline pipeline;
    final Leaks leaks = new Leaks();
    final List<PluginEvent> events = new CopyOnWriteArrayList<>();
    final PluginManager plugins;

    /** Holds weakly what should go. */
    static final class Leaks implements LeakWatch {
        final Map<String, WeakReference<Object>> watched = new ConcurrentHashMap<>();

        @Override
        public void watch(String kind, String name, Object target, Consumer<Watched> outcome) {
            watched.put(name, new WeakReference<>(target));
            if (name.endsWith("reported"))
                outcome.accept(new Watched(kind, name, Instant.now(), true, Optional.empty()));
        }

        @Override
        public List<Watched> waiting() {
            return List.of();
        }

        @Override
        public List<Watched> await(Duration atMost) {
            return List.of();
        }

        boolean collected(String name) {
            InFelix.await("watched: " + name, () -> watched.containsKey(name));
            for (int i = 0; i < 100 && watched.get(name).get() != null; i++) {
                System.gc();
                pause();
            }
            return watched.get(name).get() == null;
        }
    }

    InFelix(Path home) throws Exception {
        this(home, null, step -> {});
    }

    /**
     * A framework of its own.
     *
     * @param distribution its jars are installed as the launcher does it; may be null
     */
    InFelix(Path home, Path distribution, Consumer<String> step) throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put(
                "org.osgi.framework.storage",
                Files.createTempDirectory("plugins-felix").toString());
        properties.put("org.osgi.framework.storage.clean", "onFirstInit");
        properties.put("org.osgi.framework.bsnversion", "multiple");
        properties.put(
                "org.osgi.framework.system.packages.extra",
                "io.graft.api;version=0.1.0,io.graft.api.text;version=0.1.0,io.graft.api.model;version=0.1.0");
        properties.put("felix.log.level", "0");
        properties.put("ds.loglevel", "0");
        if (distribution != null) properties.put("graft.dist", distribution.toString());
        framework = new FrameworkFactory().newFramework(Map.copyOf(properties));
        framework.start();
        for (String type : List.of(
                "org.osgi.util.function.Function",
                "org.osgi.util.promise.Promise",
                "org.osgi.service.component.ComponentContext",
                "org.apache.felix.scr.impl.Activator"))
            framework
                    .getBundleContext()
                    .installBundle("reference:" + jarOf(type).toUri());
        for (Bundle bundle : framework.getBundleContext().getBundles()) bundle.start();
        if (distribution != null) installShipped(distribution);
        catalog = new ServiceCatalog(framework.getBundleContext());
        pipeline = new OnePipeline(catalog, catalog, "words");
        plugins = new PluginManager(
                framework.getBundleContext(),
                catalog,
                pipeline,
                leaks,
                catalog,
                home,
                plugin -> new AnySigner(new JarChecks(framework.getBundleContext(), plugin)),
                QUICK,
                step);
        plugins.listen(events::add);
    }

    private void installShipped(Path distribution) throws IOException, BundleException {
        try (Stream<Path> jars = Files.list(distribution.resolve("bundle"))) {
            for (Path jar : jars.sorted().toList())
                framework
                        .getBundleContext()
                        .installBundle("reference:" + jar.toUri())
                        .start();
        }
    }

    private static Path jarOf(String type) throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName(type, false, InFelix.class.getClassLoader())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** What components of a name say, of those that count. */
    List<String> said(String component) {
        return catalog.offers().stream()
                .filter(o -> o.name().equals(component))
                .map(InFelix::said)
                .toList();
    }

    private static String said(Offer offer) {
        try (var use = offer.use()) {
            return use.type().toString();
        }
    }

    /** The bundles of a plug-in that the framework has. */
    List<Bundle> bundles(String name) {
        return Stream.of(framework.getBundleContext().getBundles())
                .filter(b -> name.equals(b.getSymbolicName()))
                .toList();
    }

    Optional<PluginStatus> status(String name) {
        return plugins.list().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    List<PluginEvent.Type> events(String name) {
        return events.stream()
                .filter(e -> e.plugin().equals(name))
                .map(PluginEvent::type)
                .toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within 20 s: " + what);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5); // between two looks at a condition
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (framework.getState() == Bundle.ACTIVE) {
            plugins.close();
            pipeline.close();
        }
        framework.stop();
        framework.waitForStop(2000);
    }
}
