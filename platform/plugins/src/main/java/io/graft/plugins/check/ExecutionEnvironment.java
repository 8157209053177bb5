package io.graft.plugins.check;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Whether this Java is one that a bundle asks for. */
final class ExecutionEnvironment {
    private static final Pattern VERSION = Pattern.compile("version>?=(1\\.)?(\\d+)");

    private static final List<String> NAMES =
            List.of("JavaSE", "JavaSE/compact1", "JavaSE/compact2", "JavaSE/compact3", "JRE", "J2SE", "OSGi/Minimum");

    private ExecutionEnvironment() {}

    static void check(Resource resource, int release) throws RejectedJar {
        for (Requirement r : resource.getRequirements(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            String filter = r.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
            if (filter == null || optional(r) || fits(filter, release)) continue;
            Matcher version = VERSION.matcher(filter);
            String needed = version.find() ? "Java " + version.group(2) : "an environment like " + filter;
            throw new RejectedJar("java", "It needs " + needed + ", this is Java " + release + ".");
        }
    }

    private static boolean optional(Requirement r) {
        return Namespace.RESOLUTION_OPTIONAL.equals(r.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    private static boolean fits(String filter, int release) throws RejectedJar {
        try {
            org.osgi.framework.Filter wanted = FrameworkUtil.createFilter(filter);
            return NAMES.stream().anyMatch(name -> versions(release)
                    .anyMatch(v -> wanted.matches(Map.of("osgi.ee", name, "version", v))));
        } catch (InvalidSyntaxException e) {
            throw new RejectedJar("bundle", "Its Require-Capability has a filter that cannot be read: " + filter + ".");
        }
    }

    private static Stream<Version> versions(int release) {
        return IntStream.rangeClosed(1, release)
                .boxed()
                .flatMap(v -> Stream.of(new Version(v, 0, 0), new Version(1, v, 0)));
    }
}
