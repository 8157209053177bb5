package io.graft.distribution;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Constants;

/** What a test in a real Felix runs in: exactly the bundles that ship, with a data folder of its own. */
final class InGraft {
    private InGraft() {}

    /** The folder of the distribution under test. */
    static Path distribution() {
        return Path.of(System.getProperty("graft.distribution"));
    }

    /** The jars that ship. */
    static List<Path> bundles() throws IOException {
        List<Path> all = new ArrayList<>(jars("bundle"));
        all.addAll(jars("bundle/server"));
        return all;
    }

    private static List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(distribution().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Options for {@code @Configuration}, with what every command runs with: return them with what the test adds. */
    static Option everything() throws IOException {
        List<Option> options = new ArrayList<>();
        for (Path jar : jars("bundle")) {
            boolean ours = jar.getFileName().toString().startsWith("io.graft.");
            options.add(bundle("reference:" + jar.toUri()).startLevel(ours ? 2 : 1));
        }
        Path home = Files.createTempDirectory("graft-it-");
        options.add(frameworkProperty("graft.home").value(home.toString()));
        options.add(frameworkProperty("graft.cache").value(home.resolve("cache").toString()));
        options.add(frameworkProperty("graft.dist").value(distribution().toString()));
        options.add(frameworkProperty(Constants.FRAMEWORK_BSNVERSION).value(Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        options.add(
                systemPackage("org.slf4j;version=1.7.36")); // for Pax Exam's own bundles, from the test's class path
        options.add(cleanCaches());
        options.add(junitBundles());
        return composite(options.toArray(Option[]::new));
    }

    /** Adds a server for everyone on this machine, on a port that is free. */
    static Option withServer() throws IOException {
        List<Option> options = new ArrayList<>();
        for (Path jar : jars("bundle/server"))
            options.add(bundle("reference:" + jar.toUri()).startLevel(3));
        options.add(frameworkProperty("org.osgi.service.http.port").value("0"));
        options.add(frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"));
        options.add(frameworkProperty("graft.dev").value("true"));
        return composite(options.toArray(Option[]::new));
    }
}
