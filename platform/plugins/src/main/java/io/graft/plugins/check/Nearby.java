package io.graft.plugins.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jars that are not installed, but lie where they could be installed from. */
public final class Nearby {
    private static final int MOST_JARS = 500;

    private final Map<String, Path> folders;

    /** @param folders where to look, by how people call it: {@code deploy/}, {@code the distribution} */
    public Nearby(Map<String, Path> folders) {
        this.folders = new LinkedHashMap<>(folders);
    }

    /** Nothing lies anywhere. */
    public static Nearby nothing() {
        return new Nearby(Map.of());
    }

    /** What the jars have and need; those that are no bundles are left out. */
    List<JarResource> jars() {
        List<JarResource> found = new ArrayList<>();
        folders.forEach((words, folder) -> {
            if (!Files.isDirectory(folder)) return;
            try (Stream<Path> files = Files.walk(folder, 2)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".jar"))
                        .sorted()
                        .limit(MOST_JARS)
                        .toList()) read(file, words, found);
            } catch (IOException | java.io.UncheckedIOException e) {
                // a folder that cannot be read offers nothing
            }
        });
        return found;
    }

    private static void read(Path file, String words, List<JarResource> into) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) return;
            Map<String, String> headers = Inspection.headers(manifest);
            if (headers.containsKey("Bundle-SymbolicName"))
                into.add(JarResource.of(headers, file.getFileName() + " in " + words));
        } catch (IOException | RejectedJar | RuntimeException e) {
            // half written, or no bundle: it helps nobody
        }
    }
}
