package io.graft.plugins.check;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A small bundle, made in the test. */
final class TestJar {
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, byte[]> entries = new LinkedHashMap<>();

    static TestJar bundle(String name, String version) {
        TestJar jar = new TestJar();
        jar.headers.put("Bundle-ManifestVersion", "2");
        jar.headers.put("Bundle-SymbolicName", name);
        jar.headers.put("Bundle-Version", version);
        return jar;
    }

    TestJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    TestJar without(String header) {
        headers.remove(header);
        return this;
    }

    TestJar entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    TestJar entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** Compiles a class and adds it. */
    TestJar source(String name, String source) {
        try {
            Path folder = Files.createTempDirectory("graft-source");
            Path file = folder.resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            int rc = compiler.run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    file.toString());
            if (rc != 0) throw new IllegalArgumentException("does not compile: " + name);
            try (Stream<Path> classes = Files.walk(folder)) {
                for (Path c :
                        classes.filter(p -> p.toString().endsWith(".class")).toList())
                    entry(folder.relativize(c).toString().replace(File.separatorChar, '/'), Files.readAllBytes(c));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
        try (JarOutputStream jar = headers.isEmpty() ? new JarOutputStream(out) : new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(e.getKey()));
                jar.write(e.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Path in(Path folder) {
        return in(
                folder,
                headers.getOrDefault("Bundle-SymbolicName", "jar").split(";")[0] + "-"
                        + headers.getOrDefault("Bundle-Version", "0") + ".jar");
    }

    Path in(Path folder, String file) {
        try {
            return Files.write(folder.resolve(file), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that a refusal says all of these. */
    static void says(RejectedJar refusal, String check, String... words) {
        org.junit.jupiter.api.Assertions.assertEquals(check, refusal.name(), refusal.getMessage());
        says(refusal.getMessage(), words);
        org.junit.jupiter.api.Assertions.assertFalse(refusal.check().passed());
    }

    static void says(String sentence, String... words) {
        for (String word : List.of(words))
            org.junit.jupiter.api.Assertions.assertTrue(
                    sentence.contains(word), () -> "'" + word + "' is not in: " + sentence);
    }
}
