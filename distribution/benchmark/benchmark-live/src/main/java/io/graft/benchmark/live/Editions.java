package io.graft.benchmark.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Makes further versions of a plug-in's jar: another version in the manifest, another number in {@code edition.txt}. */
final class Editions {
    private final Path base;
    private final Path folder;

    Editions(Path base, Path folder) {
        this.base = base;
        this.folder = folder;
    }

    /** The jar of an edition, version {@code 1.0.edition}. */
    Path edition(int number) throws IOException {
        Path jar = folder.resolve("edition-" + number + "-" + base.getFileName());
        Files.copy(base, jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of())) {
            Path file = zip.getPath("META-INF/MANIFEST.MF");
            Manifest manifest;
            try (var in = Files.newInputStream(file)) {
                manifest = new Manifest(in);
            }
            Attributes main = manifest.getMainAttributes();
            main.putValue("Bundle-Version", "1.0." + number);
            try (OutputStream out = Files.newOutputStream(file)) {
                manifest.write(out);
            }
            Path edition = zip.getPath("edition.txt");
            if (Files.exists(edition)) Files.write(edition, ("" + number).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
