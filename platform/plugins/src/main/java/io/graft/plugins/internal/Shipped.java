package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Which bundles came with the distribution, and which of them are plug-ins and which the platform. */
final class Shipped {
    private static final String REFERENCE = "reference:";
    private static final Set<String> PLATFORM = Set.of(
            "io.graft.api",
            "io.graft.descriptor",
            "io.graft.catalog",
            "io.graft.models",
            "io.graft.pipeline",
            "io.graft.training",
            "io.graft.serving",
            "io.graft.plugins",
            "io.graft.console",
            "io.graft.shell",
            "io.graft.launcher");

    private final BundleContext context;
    private final Optional<Path> folder;

    /** @param distribution the unpacked folder, when there is one */
    Shipped(BundleContext context, Optional<Path> distribution) {
        this.context = context;
        this.folder = distribution.map(d -> d.toAbsolutePath().normalize().resolve("bundle"));
    }

    /** Whether a bundle came with the distribution. */
    boolean is(Bundle bundle) {
        return folder.isPresent()
                && jar(bundle).map(jar -> jar.startsWith(folder.get())).orElse(false);
    }

    /** The jar that a bundle refers to, when it was installed by reference. */
    static Optional<Path> jar(Bundle bundle) {
        String location = bundle.getLocation();
        if (location == null || !location.startsWith(REFERENCE + "file:")) return Optional.empty();
        try {
            return Optional.of(Path.of(URI.create(location.substring(REFERENCE.length())))
                    .toAbsolutePath()
                    .normalize());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // e.g. a relative one
        }
    }

    /** Whether a bundle of the distribution is a plug-in: one that sees the API and is not of the platform. */
    static boolean plugin(Bundle bundle) {
        String name = bundle.getSymbolicName();
        if (name == null || PLATFORM.contains(name)) return false;
        Dictionary<String, String> headers = bundle.getHeaders("");
        return plugin(name, headers.get(Constants.IMPORT_PACKAGE));
    }

    private static boolean plugin(String name, String imports) {
        return !PLATFORM.contains(name)
                && imports != null
                && Arrays.stream(imports.split("[,;]")).map(String::strip).anyMatch("io.graft.api"::equals);
    }

    /** The shipped plug-in of a name that is installed now. */
    Optional<Bundle> installed(String name) {
        return Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()) && is(b) && plugin(b))
                .findFirst();
    }

    /** All shipped plug-ins that are installed now. */
    List<Bundle> plugins() {
        return Arrays.stream(context.getBundles())
                .filter(b -> is(b) && plugin(b))
                .toList();
    }

    /** Why a jar of this name cannot be a plug-in: it would take the place of a part of the platform. */
    Optional<String> reachesPlatform(String name) {
        if (PLATFORM.contains(name) || name.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME))
            return Optional.of("It reaches the platform: '" + name
                    + "' is a part of Graft itself, which changes with the distribution only.");
        return Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()))
                .filter(b -> b.getBundleId() == 0
                        || (!plugin(b)
                                && b.getState() != Bundle.INSTALLED
                                && !b.getLocation().startsWith(PluginBundles.LOCATION)))
                .findFirst()
                .map(b -> "It reaches the platform: " + name + " " + b.getVersion()
                        + " belongs to the distribution, and other bundles of it rely on it.");
    }

    /**
     * Where the shipped jar of a name lies, be it installed or not.
     *
     * @throws PipelineException NOT_FOUND when the distribution has none
     */
    Path find(String name) {
        Optional<Path> known = installed(name).flatMap(Shipped::jar);
        if (known.isPresent()) return known.get();
        return folder.flatMap(f -> scan(f, name))
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.NOT_FOUND, "", "This distribution does not ship '" + name + "' any more."));
    }

    private static Optional<Path> scan(Path folder, String name) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> name.equals(symbolicName(file)))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String symbolicName(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            return header == null ? "" : header.split(";", 2)[0].strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The location under which the launcher installs a jar of the distribution. */
    static String location(Path jar) {
        return REFERENCE + jar.toUri();
    }
}
