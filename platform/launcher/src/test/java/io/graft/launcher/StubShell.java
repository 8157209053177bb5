package io.graft.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** A shell of a few commands, packed into a bundle by {@link MainTest}. */
public final class StubShell implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        ToIntFunction<String[]> shell = arguments -> run(context, arguments);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("graft.shell", "true");
        context.registerService(ToIntFunction.class, shell, properties);
    }

    @Override
    public void stop(BundleContext context) {}

    private static int run(BundleContext context, String[] arguments) {
        switch (arguments[0]) {
            case "echo":
                System.out.println(String.join("|", arguments));
                return 0;
            case "property":
                System.out.println(context.getProperty(arguments[1]));
                return 0;
            case "wait":
                System.out.println("waiting");
                try {
                    Thread.sleep(60_000);
                    return 1;
                } catch (InterruptedException e) {
                    System.out.println("saved");
                    return 130;
                }
            case "states": // of the bundles, before and after the start level is raised
                System.out.println(states(context));
                raise(context, Integer.parseInt(arguments[1]));
                System.out.println(states(context));
                return 0;
            case "vectors": // whether a bundle that imports the package sees a class of it
                try {
                    Class.forName("jdk.incubator.vector.FloatVector", false, StubShell.class.getClassLoader());
                    System.out.println("there");
                } catch (ClassNotFoundException e) {
                    System.out.println("not there");
                }
                return 0;
            case "spin":
                System.out.println("waiting");
                while (true) {
                    Thread.onSpinWait();
                }
            case "fail":
                throw new IllegalStateException("a fault of the shell");
            default:
                return 42;
        }
    }

    private static String states(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getBundleId() > 0)
                .map(bundle -> bundle.getSymbolicName() + (bundle.getState() == Bundle.ACTIVE ? " runs" : " waits"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void raise(BundleContext context, int level) {
        CountDownLatch reached = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .setStartLevel(level, event -> reached.countDown());
        try {
            reached.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
