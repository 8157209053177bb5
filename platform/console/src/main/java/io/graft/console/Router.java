package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.descriptor.Nearest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the call that a path and a method mean. Immutable. */
final class Router {
    static final String ROOT = "/api/v1";

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * A call that was found.
     *
     * @param route what it is
     * @param path the parts of the path that the template leaves open, by name
     */
    record Match(Route route, Map<String, String> path) {}

    /** Every call that there is. */
    List<Route> routes() {
        return routes;
    }

    /**
     * The call that a path below {@code /api/v1}, still percent-encoded, and a method mean.
     *
     * @throws Refusal 404 with the nearest path, 405 with the methods that are right
     */
    Match match(String method, String encodedPath) {
        List<String> parts = parts(encodedPath).stream().map(Router::decode).toList();
        List<Match> matches = new ArrayList<>();
        for (Route route : routes) path(route.parts(), parts).ifPresent(p -> matches.add(new Match(route, p)));
        // a part that is written out means more than one that is left open
        int least = matches.stream().mapToInt(m -> m.path.size()).min().orElse(0);
        matches.removeIf(m -> m.path.size() > least);
        if (matches.isEmpty()) throw unknown(parts);
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Match m : matches) if (m.route.method().equals(wanted)) return m;
        Set<String> allowed = new TreeSet<>();
        matches.forEach(m -> allowed.add(m.route.method()));
        if (allowed.contains("GET")) allowed.add("HEAD");
        String methods = String.join(", ", allowed);
        throw new Refusal(
                        405,
                        ErrorCode.BAD_CALL,
                        "",
                        method + " is not possible on " + ROOT
                                + matches.get(0).route.template() + "; these are: " + methods + ".")
                .with("Allow", methods);
    }

    private Refusal unknown(List<String> parts) {
        Set<String> candidates = new LinkedHashSet<>();
        for (Route route : routes) candidates.add(ROOT + filled(route.parts(), parts));
        String asked = ROOT + "/" + String.join("/", parts);
        return new Refusal(
                404,
                ErrorCode.NOT_FOUND,
                "",
                "There is nothing at " + asked + "."
                        + Nearest.to(asked, candidates)
                                .map(n -> " Did you mean " + n + "?")
                                .orElse("") + " " + ROOT + "/openapi.json tells all calls.");
    }

    private static Optional<Map<String, String>> path(List<String> template, List<String> parts) {
        if (template.size() != parts.size()) return Optional.empty();
        Map<String, String> open = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String t = template.get(i);
            if (isOpen(t)) {
                if (parts.get(i).isEmpty()) return Optional.empty();
                open.put(t.substring(1, t.length() - 1), parts.get(i));
            } else if (!t.equals(parts.get(i))) return Optional.empty();
        }
        return Optional.of(open);
    }

    private static String filled(List<String> template, List<String> parts) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < template.size(); i++)
            path.append('/').append(isOpen(template.get(i)) && i < parts.size() ? parts.get(i) : template.get(i));
        return path.toString();
    }

    private static boolean isOpen(String part) {
        return part.startsWith("{");
    }

    /** The parts of a path; a slash at its end is nothing. */
    static List<String> parts(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        if (inner.endsWith("/")) inner = inner.substring(0, inner.length() - 1);
        return inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
    }

    private static String decode(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    400,
                    ErrorCode.BAD_CALL,
                    "",
                    "The path cannot be read: a '%' must be followed by two hexadecimal digits.");
        }
    }
}
