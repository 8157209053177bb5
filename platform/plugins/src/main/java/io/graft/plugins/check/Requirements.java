package io.graft.plugins.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.utils.resource.CapabilitySet;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** What bundles need of one another, in words. */
final class Requirements {
    private static final Pattern PART = Pattern.compile("(!?)\\(([\\w.-]+)(<=|>=|=)([^()]*)\\)");

    private Requirements() {}

    static boolean matches(Requirement requirement, Capability capability) {
        return CapabilitySet.matches(capability, requirement);
    }

    static boolean optional(Requirement r) {
        String resolution = r.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return Namespace.RESOLUTION_OPTIONAL.equals(resolution)
                || PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution);
    }

    static boolean effective(Requirement r) {
        String effective = r.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return effective == null || Namespace.EFFECTIVE_RESOLVE.equals(effective);
    }

    /** A bundle as people know it: {@code io.acme.words 1.2.0}. */
    static String name(Resource resource) {
        if (resource instanceof BundleRevision r) return r.getSymbolicName() + " " + r.getVersion();
        return resource.toString();
    }

    /** What is needed: {@code the package io.acme.api [1.2,2)}. */
    static String words(Requirement r) {
        String filter = filter(r);
        String range = range(filter, r.getNamespace());
        String wanted = value(filter, r.getNamespace());
        return switch (r.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "the package " + wanted + range;
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE ->
                "the bundle " + wanted + range;
            default -> wanted.isEmpty() ? r.getNamespace() + " " + filter : r.getNamespace() + " " + wanted + range;
        };
    }

    /** What is the same thing in another version: the nearest is the newest. */
    static Optional<Capability> nearest(Requirement r, Stream<Capability> offered) {
        String wanted = value(filter(r), r.getNamespace());
        return offered.filter(c -> c.getNamespace().equals(r.getNamespace()))
                .filter(c -> wanted.equals(String.valueOf(c.getAttributes().get(r.getNamespace()))))
                .max(Comparator.comparing(Requirements::version));
    }

    static Version version(Capability c) {
        String key = versionKey(c.getNamespace());
        Object version = c.getAttributes().get(key);
        if (version instanceof Version v) return v;
        if (version instanceof List<?> several)
            return several.stream()
                    .filter(Version.class::isInstance)
                    .map(Version.class::cast)
                    .max(Comparator.naturalOrder())
                    .orElse(Version.emptyVersion);
        return Version.emptyVersion;
    }

    private static String versionKey(String namespace) {
        return namespace.equals(BundleNamespace.BUNDLE_NAMESPACE) || namespace.equals(HostNamespace.HOST_NAMESPACE)
                ? "bundle-version"
                : "version";
    }

    static String filter(Requirement r) {
        return r.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    }

    private static String value(String filter, String key) {
        return parts(filter).stream()
                .filter(p -> p[1].equals(key) && p[2].equals("="))
                .map(p -> p[3])
                .findFirst()
                .orElse("");
    }

    /** The range of versions in a filter, as a manifest writes it. */
    private static String range(String filter, String namespace) {
        String key = versionKey(namespace);
        String low = "", high = "";
        boolean withLow = true, withHigh = false;
        for (String[] p : parts(filter)) {
            if (!p[1].equals(key)) continue;
            boolean not = !p[0].isEmpty();
            if (p[2].equals("=")) return " " + p[3];
            if (p[2].equals(">=") != not) {
                low = p[3];
                withLow = !not;
            } else {
                high = p[3];
                withHigh = !not;
            }
        }
        if (low.isEmpty() && high.isEmpty()) return "";
        if (high.isEmpty()) return " " + low + " or later";
        return " " + (withLow ? "[" : "(") + (low.isEmpty() ? "0" : low) + "," + high + (withHigh ? "]" : ")");
    }

    private static List<String[]> parts(String filter) {
        List<String[]> parts = new ArrayList<>();
        // a negation stands before the bracket of what it negates
        Matcher m = PART.matcher(filter.replace("(!(", "!("));
        while (m.find()) {
            boolean version = m.group(2).endsWith("version");
            String value = m.group(4).strip();
            parts.add(new String[] {
                m.group(1), m.group(2), m.group(3), version ? value.replaceFirst("(\\.0){1,2}$", "") : value
            });
        }
        return parts;
    }

    static String join(Stream<String> words) {
        return words.collect(Collectors.joining(" → "));
    }
}
