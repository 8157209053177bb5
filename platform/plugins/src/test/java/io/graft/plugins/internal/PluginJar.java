package io.graft.plugins.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds the jar of a plug-in from source text. */
final class PluginJar {
    static final String TOKENIZER = """
            package %s;
            import io.graft.api.Context;
            import io.graft.api.text.*;
            public class Words implements TokenizerType<Words.Settings> {
                public record Settings() {}
                %s
                @Override public Class<Settings> settings() { return Settings.class; }
                @Override public Tokenizer create(Settings settings, Context context) { return (text, tokens) -> {}; }
                @Override public String toString() { return "%s"; }
            }
            """;

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private final String version;
    private String members = "";
    private String said;

    PluginJar(String name, String version) {
        this.version = version;
        said = version;
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", version);
        headers.put("Import-Package", "io.graft.api,io.graft.api.text");
    }

    /** A plug-in with the tokenizer 'words', which says its version. */
    static PluginJar words(String version) {
        return new PluginJar("acme.words", version).tokenizer("words");
    }

    PluginJar tokenizer(String component) {
        headers.put("Service-Component", "OSGI-INF/words.xml");
        files.put(
                "OSGI-INF/words.xml",
                "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='acme.Words' deactivate='deactivate'>"
                        + "<implementation class='acme.Words'/><service><provide interface='io.graft.api.text.TokenizerType'/>"
                        + "</service><property name='graft.component.name' value='" + component
                        + "'/></scr:component>");
        return this;
    }

    /** Members of the tokenizer's class. */
    PluginJar with(String code) {
        members = code;
        return this;
    }

    /** What the tokenizer says instead of its version. */
    PluginJar saying(String text) {
        said = text;
        return this;
    }

    PluginJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    PluginJar source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    PluginJar compiledWith(Path jar) {
        classPath.add(jar);
        return this;
    }

    Path write(Path jar) throws IOException {
        if (files.containsKey("OSGI-INF/words.xml"))
            sources.put(
                    "acme.Words",
                    TOKENIZER.formatted(
                            "acme",
                            members + "\nvoid deactivate() { left(); }"
                                    + (members.contains("void left()") ? "" : " void left() {}"),
                            said));
        Path work = Files.createTempDirectory("plugin-jar");
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp", classPath()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        if (!sources.isEmpty()) {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter errors = new StringWriter();
            Boolean compiled = compiler.getTask(
                            errors,
                            null,
                            null,
                            arguments.subList(0, 5),
                            null,
                            compiler.getStandardFileManager(null, null, null)
                                    .getJavaFileObjects(
                                            arguments.stream().skip(5).toArray(String[]::new)))
                    .call();
            if (!compiled) throw new AssertionError(errors.toString());
        }
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList())
                files.put(
                        classes.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
        Files.createDirectories(jar.toAbsolutePath().getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        manifest.write(written);
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, "META-INF/MANIFEST.MF", written.toByteArray());
            for (Map.Entry<String, String> file : files.entrySet())
                add(zip, file.getKey(), file.getValue().getBytes(StandardCharsets.ISO_8859_1));
        }
        return jar;
    }

    /** The same content gives the same bytes, whenever. */
    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private String classPath() {
        List<String> all = new ArrayList<>();
        all.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        classPath.forEach(path -> all.add(path.toString()));
        return String.join(java.io.File.pathSeparator, all);
    }

    String version() {
        return version;
    }
}
