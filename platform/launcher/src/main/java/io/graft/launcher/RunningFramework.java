package io.graft.launcher;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The running framework.
 *
 * <p>It runs at start level {@value #COMMANDS}; the server's bundles are installed at the next, to which the command {@code start} raises it.
 */
final class RunningFramework implements AutoCloseable {
    /** How long to wait for the shell when a bundle has failed to start: what it needs may still come up. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

    private static final Duration STOPPING = Duration.ofSeconds(10);

    /** Libraries first, so that no bundle waits for another while the framework starts. */
    private static final int LIBRARIES = 1;

    private static final int COMMANDS = 2;
    private static final int SERVER = 3;

    private final Framework framework;

    private RunningFramework(Framework framework) {
        this.framework = framework;
    }

    /** Starts every bundle that commands run with; one that cannot start is left to {@link #shell} to report. */
    static RunningFramework start(Distribution distribution, Path home, Storage storage)
            throws BundleException, IOException, Stop {
        Map<String, Object> configuration = configuration(distribution, home, storage);
        Framework framework = new FrameworkFactory().newFramework(configuration);
        framework.init();
        BundleContext context = framework.getBundleContext();
        Set<String> locations = new HashSet<>();
        for (Path jar : distribution.jars()) {
            String location = "reference:" + jar.toUri();
            locations.add(location);
            if (context.getBundle(location) == null) {
                boolean ours = Distribution.ours(jar);
                install(
                        context,
                        location,
                        jar,
                        distribution.server().contains(jar) ? SERVER : ours ? COMMANDS : LIBRARIES);
            }
        }
        // what an earlier process added is not of this distribution; who manages plug-ins brings back those of the data
        // folder
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID && !locations.contains(bundle.getLocation())) {
                bundle.uninstall();
            }
        }
        framework.start();
        storage.complete();
        return new RunningFramework(framework);
    }

    private static void install(BundleContext context, String location, Path jar, int level) throws Stop {
        try {
            Bundle bundle = context.installBundle(location);
            bundle.adapt(BundleStartLevel.class).setStartLevel(level);
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        } catch (BundleException e) {
            throw new Stop(3, jar + " is no usable bundle: " + e.getMessage() + " Unpack Graft's archive again.");
        }
    }

    private static Map<String, Object> configuration(Distribution distribution, Path home, Storage storage)
            throws Stop {
        Map<String, Object> map = new HashMap<>();
        Properties properties = distribution.configuration();
        properties.stringPropertyNames().forEach(name -> map.put("graft." + name, properties.getProperty(name)));
        map.put("graft.home", home.toString());
        map.put("graft.dist", distribution.folder().toString());
        map.put("graft.cache", home.resolve("cache").toString());
        map.put(Constants.FRAMEWORK_STORAGE, storage.folder().toString());
        map.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(COMMANDS));
        // the new code of a plug-in is installed beside the old, which leaves when nothing uses it any more
        map.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        if (VectorModule.LATE) map.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, VectorModule.NAME);
        map.put("felix.cache.locking", "false"); // the slot is locked already
        map.put("felix.log.level", "1");
        map.put("felix.log.logger", new FrameworkLogger());
        map.put("ds.loglevel", "1"); // errors, to standard error
        return map;
    }

    /** The command line's entry into the bundles: a service that takes the arguments and gives the exit code. */
    ToIntFunction<String[]> shell(Duration patience) throws InterruptedException, Stop {
        ServiceTracker<ToIntFunction<String[]>, ToIntFunction<String[]>> tracker;
        try {
            tracker = new ServiceTracker<>(
                    framework.getBundleContext(),
                    framework
                            .getBundleContext()
                            .createFilter("(&(objectClass=java.util.function.ToIntFunction)(graft.shell=true))"),
                    null);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        tracker.open();
        ToIntFunction<String[]> shell = tracker.getService();
        List<Bundle> down = StartFailure.bundlesNotStarted(framework.getBundleContext());
        if (shell == null) {
            boolean hopeless = !down.isEmpty() && AFTER_A_FAILURE.compareTo(patience) < 0;
            shell = tracker.waitForService((hopeless ? AFTER_A_FAILURE : patience).toMillis());
        }
        if (shell == null) {
            throw new Stop(3, StartFailure.describe(framework.getBundleContext()));
        }
        for (Bundle bundle : down) {
            System.getLogger(RunningFramework.class.getName()).log(WARNING, StartFailure.describe(bundle));
        }
        return shell;
    }

    @Override
    public void close() throws BundleException {
        Thread.interrupted(); // a signal's interrupt was for the command, not for this
        framework.stop();
        try {
            framework.waitForStop(STOPPING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
