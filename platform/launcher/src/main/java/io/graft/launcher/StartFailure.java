package io.graft.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Says in sentences why the shell is not there. */
final class StartFailure {
    private static final Pattern MISSING_PACKAGE = Pattern.compile(
            "\\(osgi\\.wiring\\.package=([^)]+)\\)(?:\\(version>=([^)]+)\\)(?:\\(!\\(version>=([^)]+)\\)\\))?)?");
    private static final String SHELL = "io.graft.shell";
    /** How the locations of installed plug-ins begin. */
    private static final String PLUGIN = "plugin:";

    private static final int UNSATISFIED_REFERENCE = 2;
    private static final int FAILED_ACTIVATION = 16;

    private StartFailure() {}

    /** The bundles of the distribution that should run and do not; installed plug-ins are their manager's to report. */
    static List<Bundle> bundlesNotStarted(BundleContext context) {
        int reached = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        List<Bundle> bundles = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE
                    && !bundle.getLocation().startsWith(PLUGIN)
                    && bundle.adapt(BundleStartLevel.class).getStartLevel() <= reached
                    && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundles.add(bundle);
            }
        }
        return bundles;
    }

    /** A paragraph: what did not start and why, bundles first, then components. */
    static String describe(BundleContext context) {
        List<String> sentences = new ArrayList<>();
        if (Stream.of(context.getBundles()).noneMatch(bundle -> SHELL.equals(bundle.getSymbolicName()))) {
            sentences.add("The bundle " + SHELL + " is missing.");
        }
        bundlesNotStarted(context).forEach(bundle -> sentences.add(describe(bundle)));
        sentences.addAll(components(context));
        if (sentences.isEmpty()) {
            sentences.add("Every bundle runs, but " + SHELL + " offers no commands.");
        }
        return "Graft's commands did not come up.\n  " + String.join("\n  ", sentences)
                + "\nUnpack Graft's archive again, or take out of bundle/ what was added there.";
    }

    /** A sentence: why a bundle does not run. */
    static String describe(Bundle bundle) {
        return name(bundle) + " did not start: " + reason(bundle);
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it started late.";
        } catch (BundleException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return sentence(cause == e ? e.getMessage() : cause.toString());
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** The framework's message, shortened to the package that nobody exports where it is that. */
    static String sentence(String message) {
        // in a chain of bundles that wait for one another, the last requirement is the one that nobody meets
        int last = message.lastIndexOf("missing requirement");
        Matcher matcher = MISSING_PACKAGE.matcher(message);
        if (last < 0 || !matcher.find(last)) {
            return message.replaceAll("\\s+", " ");
        }
        String from = matcher.group(2);
        String to = matcher.group(3);
        String versions = from == null ? "" : ", version " + from + (to == null ? " or later" : " up to but not " + to);
        return "no bundle exports the package " + matcher.group(1) + versions + ".";
    }

    /** What declarative services knows; by reflection, since its API lives in a bundle and the launcher does not. */
    private static List<String> components(BundleContext context) {
        List<String> sentences = new ArrayList<>();
        ServiceReference<?> reference =
                context.getServiceReference("org.osgi.service.component.runtime.ServiceComponentRuntime");
        if (reference == null) {
            sentences.add("Declarative services (org.apache.felix.scr) does not run.");
            return sentences;
        }
        try {
            Object runtime = context.getService(reference);
            Class<?> api = Class.forName(
                    "org.osgi.service.component.runtime.ServiceComponentRuntime",
                    false,
                    runtime.getClass().getClassLoader());
            Class<?> descriptions = Class.forName(
                    "org.osgi.service.component.runtime.dto.ComponentDescriptionDTO", false, api.getClassLoader());
            var all = (Collection<?>) api.getMethod("getComponentDescriptionDTOs", Bundle[].class)
                    .invoke(runtime, (Object) new Bundle[0]);
            for (Object description : all) {
                var configurations = (Collection<?>) api.getMethod("getComponentConfigurationDTOs", descriptions)
                        .invoke(runtime, description);
                for (Object configuration : configurations) {
                    String name = (String) field(description, "name");
                    int state = (Integer) field(configuration, "state");
                    if (state == UNSATISFIED_REFERENCE) {
                        for (Object missing : (Object[]) field(configuration, "unsatisfiedReferences")) {
                            sentences.add(name + " waits for the service '" + field(missing, "name") + "'.");
                        }
                    } else if (state == FAILED_ACTIVATION) {
                        String failure = String.valueOf(field(configuration, "failure"));
                        sentences.add(
                                name + " failed: " + failure.lines().findFirst().orElse("unknown") + ".");
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            sentences.add("What declarative services knows cannot be read: " + e);
        }
        return sentences;
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }
}
