package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** In whichever order the bundles are installed and started, the same system comes of it: no correctness rests on start levels. */
class ShuffledStartIT {
    private static final int SHUFFLES = 6;
    private static final List<String> PAGES = List.of(
            "v2",
            "v2/health/ready",
            "v2/models/stats",
            "api/v1/pipelines",
            "api/v1/openapi.json",
            "health/ready",
            "metrics");
    private static final long MOST = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path folder;

    private Framework start(List<Path> bundles, String name) throws Exception {
        Map<String, String> configuration = new HashMap<>();
        Path home = Files.createDirectories(folder.resolve(name));
        configuration.put("graft.home", home.toString());
        configuration.put("graft.cache", home.resolve("cache").toString());
        configuration.put("graft.dist", InGraft.distribution().toString());
        configuration.put("graft.dev", "true");
        configuration.put("org.osgi.service.http.port", "0");
        configuration.put("org.apache.felix.http.host", "127.0.0.1");
        configuration.put(Constants.FRAMEWORK_STORAGE, home.resolve("framework").toString());
        configuration.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        configuration.put("felix.log.level", "1");
        configuration.put("ds.loglevel", "1");
        Framework framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        BundleContext context = framework.getBundleContext();
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : bundles) installed.add(context.installBundle("reference:" + jar.toUri()));
        for (Bundle bundle : installed) if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) bundle.start();
        return framework;
    }

    /** What everyone sees of the services: who offers what, under which name. */
    private static List<String> services(Framework framework) throws InvalidSyntaxException {
        List<String> all = new ArrayList<>();
        for (ServiceReference<?> service : framework.getBundleContext().getAllServiceReferences(null, null)) {
            Bundle bundle = service.getBundle();
            if (bundle == null || bundle.getBundleId() == 0) continue;
            String[] types = (String[]) service.getProperty(Constants.OBJECTCLASS);
            all.add(bundle.getSymbolicName() + " " + String.join(",", types) + " "
                    + service.getProperty("component.name") + " " + service.getProperty("graft.component.name"));
        }
        Collections.sort(all);
        return all;
    }

    private static List<String> down(Framework framework) {
        List<String> down = new ArrayList<>();
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) down.add(bundle.getSymbolicName());
        }
        return down;
    }

    private static URI address(Framework framework) throws InvalidSyntaxException {
        ServiceReference<?>[] runtimes = framework
                .getBundleContext()
                .getAllServiceReferences("org.osgi.service.servlet.runtime.HttpServiceRuntime", null);
        Object endpoints = runtimes == null ? null : runtimes[0].getProperty("osgi.http.endpoint");
        String first = endpoints instanceof String[] several ? several[0] : String.valueOf(endpoints);
        return URI.create(first);
    }

    /** The status of each page that a server has. */
    private static List<Integer> pages(Framework framework) {
        return PAGES.stream()
                .map(page -> {
                    try {
                        HttpURLConnection call = (HttpURLConnection)
                                address(framework).resolve("/" + page).toURL().openConnection();
                        int status = call.getResponseCode();
                        call.disconnect();
                        return status;
                    } catch (IOException | InvalidSyntaxException | RuntimeException e) {
                        return 0;
                    }
                })
                .toList();
    }

    private static void stop(Framework framework) throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(MOST / 1_000_000);
    }

    private static List<String> settled(Framework framework) throws Exception {
        List<Integer> right = Collections.nCopies(PAGES.size(), 200);
        long deadline = System.nanoTime() + MOST;
        List<Integer> pages;
        while (!(pages = pages(framework)).equals(right) && System.nanoTime() < deadline)
            TimeUnit.MILLISECONDS.sleep(20);
        assertEquals(right, pages);
        assertEquals(List.of(), down(framework));
        return services(framework);
    }

    @BeforeAll
    static void onlyWhatGoesWrongIsLogged() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    @Test
    void anyOrderGivesTheSameServices() throws Exception {
        Framework ordered = start(InGraft.bundles(), "ordered");
        List<String> right;
        try {
            right = settled(ordered);
            assertTrue(right.size() > 80, "only " + right.size() + " services");
        } finally {
            stop(ordered);
        }
        for (int i = 0; i < SHUFFLES; i++) {
            long seed = Long.getLong("graft.test.seed", System.nanoTime() & 0xffffff) + i;
            List<Path> bundles = new ArrayList<>(InGraft.bundles());
            Collections.shuffle(bundles, new Random(seed));
            System.out.println("seed " + seed);
            Framework shuffled = start(bundles, "shuffled-" + i);
            try {
                long deadline = System.nanoTime() + MOST;
                List<String> services = settled(shuffled);
                while (!services.equals(right) && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(20);
                    services = services(shuffled);
                }
                List<String> missing = new ArrayList<>(right);
                services.forEach(missing::remove);
                assertEquals(List.of(), missing, "missing with seed " + seed);
                assertEquals(right, services, "seed " + seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            } finally {
                stop(shuffled);
            }
        }
    }
}
