package io.graft.plugins.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/**
 * Why something does not resolve, for people.
 *
 * @param sentence who needs what, which is nearest, and where it could come from
 * @param chains the two chains of a conflict, e.g. {@code io.acme.a 1.0.0 → io.acme.b 1.0.0 (p 2.0.0)}; else none
 * @param raw what the resolver said
 */
record Explanation(String sentence, List<String> chains, String raw) {
    private static final Pattern EXPOSED = Pattern.compile("package '([^']+)'");
    private static final Pattern LINK = Pattern.compile("(?m)^  (\\S+) \\[(.*)]$");

    /** Reads what the resolver threw. */
    static Explanation of(ResolutionException thrown, DryContext context, Nearby nearby) {
        String raw = String.valueOf(thrown.getMessage());
        if (raw.contains("Uses constraint violation")) return conflict(raw, context);
        return missing(raw, thrown, context, nearby);
    }

    /** Follows what needs what down to what is not there. */
    private static Explanation missing(String raw, ResolutionException thrown, DryContext context, Nearby nearby) {
        List<String> way = new ArrayList<>();
        Requirement root = null;
        for (Throwable t = thrown; t instanceof ResolutionException e; t = t.getCause())
            for (Requirement r : e.getUnresolvedRequirements().stream().limit(1).toList()) {
                root = r;
                way.add(Requirements.name(r.getResource()) + " needs " + Requirements.words(r));
            }
        if (root == null) return new Explanation("It does not resolve: " + raw, List.of(), raw);
        return new Explanation(String.join("; ", way) + ". " + whence(root, context, nearby), List.of(), raw);
    }

    /** Which version of it there is, and where another one lies. */
    private static String whence(Requirement r, DryContext context, Nearby nearby) {
        List<JarResource> jars = nearby.jars();
        for (JarResource jar : jars)
            for (Capability c : jar.getCapabilities(r.getNamespace()))
                if (Requirements.matches(r, c))
                    return jar + " has it (" + jar.place() + "): install that too." + mutual(jar, r);
        Optional<Capability> here = Requirements.nearest(r, context.all(r.getNamespace()));
        if (here.isPresent()) return nearest(here.get(), "installed");
        Optional<Capability> there =
                Requirements.nearest(r, jars.stream().flatMap(j -> j.getCapabilities(r.getNamespace()).stream()));
        return there.map(c -> nearest(c, ((JarResource) c.getResource()).place()))
                .orElse("Nothing that is installed has it in any version.");
    }

    private static String nearest(Capability c, String where) {
        boolean bundle = !c.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
        return "The nearest is " + (bundle ? "" : Requirements.version(c) + " of ") + Requirements.name(c.getResource())
                + " (" + where + ").";
    }

    /** Two that need each other can only come together. */
    private static String mutual(JarResource jar, Requirement r) {
        boolean back = jar.getRequirements(null).stream()
                .filter(back1 -> !Requirements.optional(back1))
                .anyMatch(n -> r.getResource().getCapabilities(n.getNamespace()).stream()
                        .anyMatch(c -> Requirements.matches(n, c)));
        return back ? " They need each other: build them as one jar, or turn one need around." : "";
    }

    private static Explanation conflict(String raw, DryContext context) {
        Map<String, Resource> byText = new HashMap<>();
        context.resources().forEach(r -> byText.put(r.toString(), r));
        Matcher exposed = EXPOSED.matcher(raw);
        String pkg = exposed.find() ? exposed.group(1) : "";
        List<String> chains = new ArrayList<>();
        for (String part : raw.split("Chain \\d:|dependency chain:", -1)) {
            if (part.equals(raw) || part.startsWith("Uses constraint")) continue;
            chains.add(chain(part, byText, pkg));
        }
        Matcher who = Pattern.compile("resource \\S+ \\[(.*?)] because").matcher(raw);
        String name = who.find() ? shown(who.group(1), byText) : "It";
        return new Explanation(
                name + " would see the package " + pkg + " twice: " + String.join(", and ", chains)
                        + ". Both must come from one bundle.",
                chains,
                raw);
    }

    private static String chain(String text, Map<String, Resource> byText, String pkg) {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        String last = "";
        while (link.find()) {
            last = link.group(2);
            links.add(shown(last, byText));
        }
        if (links.isEmpty()) {
            last = text.strip();
            links.add(shown(last, byText));
        }
        String version = Optional.ofNullable(byText.get(last)).stream()
                .flatMap(r -> r.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(c -> pkg.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(c -> " (" + pkg + " " + Requirements.version(c) + ")")
                .findFirst()
                .orElse("");
        return Requirements.join(links.stream()) + version;
    }

    private static String shown(String text, Map<String, Resource> byText) {
        Resource resource = byText.get(text);
        return resource == null ? text : Requirements.name(resource);
    }
}
