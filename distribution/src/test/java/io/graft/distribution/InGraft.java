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

/** What a test in a real Felix runs in: exactly the bundles that ship, with a data folder of its own. */
final class InGraft {
    private InGraft() {}

    /** The folder of the distribution under test. */
    static Path distribution() {
        return Path.of(System.getProperty("graft.distribution"));
    }

    /** The jars that ship. */
    static List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(distribution().resolve("bundle"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Options for {@code @Configuration}: return them with what the test adds. */
    static Option everything() throws IOException {
        Path home = Files.createTempDirectory("graft-it-");
        List<Option> options = new ArrayList<>();
        for (Path jar : bundles()) {
            boolean ours = jar.getFileName().toString().startsWith("io.graft.");
            options.add(bundle("reference:" + jar.toUri()).startLevel(ours ? 2 : 1));
        }
        options.add(frameworkProperty("graft.home").value(home.toString()));
        options.add(frameworkProperty("graft.cache").value(home.resolve("cache").toString()));
        options.add(frameworkProperty("graft.dist").value(distribution().toString()));
        options.add(
                systemPackage("org.slf4j;version=1.7.36")); // for Pax Exam's own bundles, from the test's class path
        options.add(cleanCaches());
        options.add(junitBundles());
        return composite(options.toArray(Option[]::new));
    }
}
