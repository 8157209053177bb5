package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.scr.info.ScrInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.function.Function;
import org.osgi.util.promise.Promise;

/** The built bundle in a real framework: it works there, is seen by nobody, and leaves nothing behind. */
class ClassSpaceIT {
    private static final int CYCLES = 4;
    private static final int COLLECTIONS = 40;

    @TempDir
    Path folder;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("bundles").toString(),
                        // the API is the test's own, so that the test can call the backend
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        api(),
                        "graft.cache",
                        Path.of("target/natives").toAbsolutePath().toString()));
        framework.start();
        for (Class<?> c :
                List.<Class<?>>of(Function.class, Promise.class, ServiceComponentRuntime.class, ScrInfo.class))
            install(jar(c));
        for (Bundle b : framework.getBundleContext().getBundles()) if (b.getBundleId() > 0) b.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
    }

    private static String api() {
        return String.join(
                ",",
                List.of(
                                "io.graft.api",
                                "io.graft.api.backend",
                                "io.graft.api.data",
                                "io.graft.api.graph",
                                "io.graft.api.model",
                                "io.graft.api.settings")
                        .stream()
                        .map(p -> p + ";version=0.1.0")
                        .toList());
    }

    private static String jar(Class<?> c) {
        return c.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private Bundle install(String url) throws BundleException {
        return framework.getBundleContext().installBundle(url);
    }

    private Bundle plugin() throws BundleException {
        return install(Path.of(System.getProperty("bundle")).toUri().toString());
    }

    @Test
    void exportsNothingAndImportsTheApiOnly() throws Exception {
        Bundle bundle = plugin();
        assertNull(bundle.getHeaders().get(Constants.EXPORT_PACKAGE));
        for (String clause : bundle.getHeaders().get(Constants.IMPORT_PACKAGE).split(",(?=[a-z])"))
            assertTrue(clause.startsWith("io.graft.api") || clause.startsWith("org.osgi.framework"), clause);
    }

    @Test
    void leavesNothingBehindWhenItStops() throws Exception {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        ExecutorService foreign = Executors.newSingleThreadExecutor();
        foreign.submit(() -> before.add(Thread.currentThread())).get();
        System.setOut(new PrintStream(printed, true));
        List<String> properties = engineProperties();
        try {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                WeakReference<ClassLoader> space = use(foreign);
                assertTrue(collected(space), "class space of cycle " + cycle + " is still held");
            }
        } finally {
            System.setOut(terminal);
        }
        assertEquals("", printed.toString());
        assertEquals(properties, engineProperties(), "system properties are put back");
        Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
        after.removeAll(before);
        after.removeIf(t -> t.getThreadGroup() == null
                || !t.getThreadGroup().getName().equals("main")
                || t.getName().startsWith("Felix")
                || t.getName().startsWith("SCR"));
        assertEquals(Set.of(), after, "threads that were not there before");
        foreign.shutdown();
    }

    private static List<String> engineProperties() {
        return System.getProperties().entrySet().stream()
                .map(Object::toString)
                .filter(p -> p.matches("org\\.(bytedeco|nd4j).*"))
                .sorted()
                .toList();
    }

    /** One life of the bundle; the loader of its class space is all that is left of it. */
    private WeakReference<ClassLoader> use(ExecutorService foreign) throws Exception {
        Bundle bundle = plugin();
        bundle.start();
        ServiceReference<?> reference = framework.getBundleContext().getServiceReference(BackendType.class.getName());
        assertEquals("dl4j-cpu", reference.getProperty("graft.component.name"));
        BackendType<?> type = (BackendType<?>) framework.getBundleContext().getService(reference);
        assertTrue(type.availability().available());
        Session left = train(type);
        foreign.submit(() -> {
                    train(type).close();
                    return null;
                })
                .get();
        framework.getBundleContext().ungetService(reference);
        WeakReference<ClassLoader> space =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        bundle.stop();
        Graph graph = Examples.mlp(4, 3, 2);
        assertTrue(closed(left, graph), "a session left open is closed with the bundle");
        bundle.uninstall();
        refresh();
        return space;
    }

    private static boolean closed(Session session, Graph graph) {
        try {
            session.train(new Batch(graph.inputs(), 1), 0.1);
            return false;
        } catch (IllegalStateException expected) {
            return true;
        }
    }

    private static <S extends Record> Session train(BackendType<S> type) throws Exception {
        S settings = type.settings().getDeclaredConstructor(int.class).newInstance(0);
        Backend backend = type.create(settings, null);
        Graph graph = Examples.mlp(20, 10, 3);
        Session session = backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(8, 7, 0));
        Random random = new Random(7);
        for (int i = 0; i < 20; i++)
            assertFalse(Float.isNaN(session.train(Examples.batch(graph, 8, 3, 1, random), 0.01)));
        Batch answers = Batch.outputs(graph, List.of("scores"), 8);
        session.run(Examples.batch(graph, 5, 3, 1, random), answers);
        return session;
    }

    private void refresh() throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) refreshed.countDown();
        });
        assertTrue(refreshed.await(20, TimeUnit.SECONDS));
    }

    private static boolean collected(WeakReference<?> reference) {
        for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) System.gc();
        return reference.get() == null;
    }
}
