package io.graft.console;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/**
 * What the framework's properties say.
 *
 * @param home the data folder
 * @param uploads where jars lie while they are looked at
 * @param environment the environment variables that descriptors may name
 * @param developer whether there is no login
 */
record Settings(Path home, Path uploads, Set<String> environment, boolean developer) {

    static Settings of(BundleContext context) {
        Path home = Path.of(required(context, "graft.home"));
        String cache = context.getProperty("graft.cache");
        return new Settings(
                home,
                (cache == null ? home.resolve("cache") : Path.of(cache)).resolve("uploads"),
                Stream.of(Objects.requireNonNullElse(context.getProperty("graft.env.allowed"), "")
                                .split("[,\\s]+"))
                        .filter(n -> !n.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Boolean.parseBoolean(context.getProperty("graft.dev")));
    }

    private static String required(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null || value.isBlank())
            throw new IllegalStateException("The framework property '" + name + "' is missing.");
        return value;
    }
}
