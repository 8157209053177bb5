package io.graft.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The unpacked folder: {@code bin conf bundle deploy examples docs lib}.
 *
 * @param folder its absolute path
 * @param bundles the jars of {@code bundle}, libraries before Graft's own: what every command runs with
 * @param server the jars of {@code bundle/server}, libraries before Graft's own: what only a server runs with
 */
record Distribution(Path folder, List<Path> bundles, List<Path> server) {

    /** Finds the folder by the system property {@code graft.dist}, else beside the launcher's own jar. */
    static Distribution locate() throws Stop {
        String property = System.getProperty("graft.dist");
        return at(property == null ? besideTheLauncher() : Path.of(property));
    }

    static Distribution at(Path folder) throws Stop {
        Path absolute = folder.toAbsolutePath().normalize();
        Path bundle = absolute.resolve("bundle");
        try {
            List<Path> jars = jars(bundle);
            if (!jars.isEmpty()) {
                Path server = bundle.resolve("server");
                return new Distribution(absolute, jars, Files.isDirectory(server) ? jars(server) : List.of());
            }
        } catch (IOException e) {
            // said below
        }
        throw new Stop(3, "There are no bundles in " + bundle + ". Unpack Graft's archive again.");
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Distribution::ours).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /** Whether a jar is one of Graft's own bundles, and no library. */
    static boolean ours(Path jar) {
        return jar.getFileName().toString().startsWith("io.graft.");
    }

    /** All jars, by folder and name. */
    List<Path> jars() {
        return Stream.concat(bundles.stream(), server.stream()).toList();
    }

    private static Path besideTheLauncher() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells one set of bundles from another without reading them: names, sizes and times of change. */
    String key() {
        StringBuilder key = new StringBuilder(Runtime.version().toString());
        for (Path jar : jars()) {
            try {
                key.append('\n').append(jar).append(' ').append(Files.size(jar)).append(' ');
                key.append(Files.getLastModifiedTime(jar).toMillis())
                        .append(' ')
                        .append(changed(jar));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return key.append('\n').toString();
    }

    /** A reproducible build gives all jars one modification time; the time of the last change of the file's entry differs. */
    private static String changed(Path jar) throws IOException {
        return jar.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(jar, "unix:ctime").toString()
                : "";
    }

    /** What {@code conf/graft.properties} says; empty without the file. */
    Properties configuration() throws Stop {
        Path file = folder.resolve("conf").resolve("graft.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new Stop(2, file + " cannot be read: " + e.getMessage());
            }
        }
        return properties;
    }
}
