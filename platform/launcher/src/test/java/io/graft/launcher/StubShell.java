package io.graft.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A shell of three commands, packed into a bundle by {@link MainTest}. */
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
}
