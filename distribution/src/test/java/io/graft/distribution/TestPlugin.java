package io.graft.distribution;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import io.graft.api.ComponentType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.osgi.service.component.annotations.Component;

/**
 * A plug-in that a test writes: compiled and packed as any other, so that its jar looks like a real one.
 *
 * <pre>{@code
 * Path jar = TestPlugin.named("io.acme.words").version("1.1.0").edition(1).tokenizer("acme-words").build(folder);
 * }</pre>
 *
 * <p>It compiles against the jars of the test's class path: inside a framework, use jars that {@code @Configuration} has built.
 */
final class TestPlugin {
    /** What is wrong with a plug-in's components. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** The constructor throws. */
        CONSTRUCTOR_THROWS,
        /** {@code create} throws. */
        CREATE_THROWS,
        /** {@code create} does not come back, not even when it is interrupted, before {@link #RELEASE} is set. */
        CREATE_HANGS,
        /** {@code create} gives null. */
        CREATE_GIVES_NULL,
        /** What was created throws when it is used. */
        USE_THROWS,
        /** What was created throws a {@link LinkageError} when it is used. */
        USE_THROWS_LINKAGE_ERROR,
        /** What was created does not come back when it is used, before {@link #RELEASE} is set. */
        USE_HANGS,
        /** The bundle does not stop before {@link #RELEASE} is set. */
        STOP_HANGS,
        /** {@code create} begins a thread that does not end before {@link #RELEASE} is set. */
        THREAD_STAYS,
        /** What was created leaves an object of the plug-in in a thread local of each thread that uses it. */
        THREAD_LOCAL_STAYS
    }

    /** The system property that ends whatever hangs, once it has a value. */
    static final String RELEASE = "graft.test.release";

    private final String name;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Offered> offered = new ArrayList<>();
    private String version = "1.0.0";
    private int edition = -1;
    private Fault fault = Fault.NONE;

    private record Offered(TestPluginSource source, String component) {}

    private TestPlugin(String name) {
        this.name = name;
    }

    /** A plug-in of this symbolic name, which is the name of its package too; of version 1.0.0. */
    static TestPlugin named(String symbolicName) {
        return new TestPlugin(symbolicName);
    }

    /** Of another version. */
    TestPlugin version(String other) {
        version = other;
        return this;
    }

    /** What its tokenizers and cleaners do: of each text only the word of this place is left, counted from 0 and modulo the number of words; -1 for all words. */
    TestPlugin edition(int place) {
        edition = place;
        return this;
    }

    /** Something is wrong with every component. */
    TestPlugin with(Fault what) {
        fault = what;
        return this;
    }

    /** Offers a tokenizer that splits at blanks. */
    TestPlugin tokenizer(String component) {
        return add(TestPluginSource.TOKENIZER, component);
    }

    /** Offers a cleaner. */
    TestPlugin cleaner(String component) {
        return add(TestPluginSource.CLEANER, component);
    }

    /** Offers a dense layer, with the setting {@code units}. */
    TestPlugin layer(String component) {
        return add(TestPluginSource.LAYER, component);
    }

    /** Offers the cross-entropy. */
    TestPlugin loss(String component) {
        return add(TestPluginSource.LOSS, component);
    }

    /** Offers plain gradient descent, with the setting {@code learningRate}. */
    TestPlugin optimizer(String component) {
        return add(TestPluginSource.OPTIMIZER, component);
    }

    private TestPlugin add(TestPluginSource source, String component) {
        offered.add(new Offered(source, component));
        return this;
    }

    /** Adds a class of its own. */
    TestPlugin source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Sets a header of the manifest, or an instruction of bnd. */
    TestPlugin header(String key, String value) {
        headers.put(key, value);
        return this;
    }

    /** Imports a package, e.g. one that nobody exports. */
    TestPlugin imports(String clause) {
        return header("Import-Package", clause + ", io.graft.api.settings, *");
    }

    /** Exports a package with one class in it; two plug-ins that import each other's are a cycle. */
    TestPlugin exports(String otherPackage) {
        return source(otherPackage + ".Exported", "package " + otherPackage + "; public interface Exported {}")
                .header("Export-Package", otherPackage + ";version=1.0.0");
    }

    /** Says that it needs a Java that is not there. */
    TestPlugin java(int release) {
        return header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=" + release + "))\"")
                .header("-noee", "true");
    }

    /**
     * Builds it.
     *
     * @return {@code NAME-VERSION.jar} in the folder
     */
    Path build(Path folder) throws IOException {
        return build(folder, name + "-" + version + ".jar");
    }

    /** Builds it under a name for the file. */
    Path build(Path folder, String file) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(sources);
        for (Offered one : offered) {
            String className = one.source().className() + all.size();
            all.put(name + "." + className, one.source().text(name, className, one.component(), edition, fault));
        }
        Path classes = Files.createTempDirectory("graft-test-plugin-");
        try {
            if (!all.isEmpty()) compile(all, classes);
            return pack(classes, folder.resolve(file));
        } finally {
            try (Stream<Path> left = Files.walk(classes)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    private static void compile(Map<String, String> sources, Path into) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new AssertionError("This test needs a JDK, not a JRE.");
        StringWriter told = new StringWriter();
        String path = Stream.of(ComponentType.class, Component.class)
                .map(type -> jar(type).toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
        List<String> options = List.of("--release", "17", "-proc:none", "-classpath", path, "-d", into.toString());
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Text(name, text)));
        if (!compiler.getTask(told, null, null, options, null, units).call())
            throw new AssertionError("The test's plug-in does not compile:\n" + told);
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | RuntimeException e) {
            throw new AssertionError("Build test plug-ins outside the framework, e.g. in @Configuration.", e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private Path pack(Path classes, Path file) throws IOException {
        try (Builder builder = new Builder()) {
            builder.setJar(new Jar(name, classes.toFile()));
            builder.addClasspath(jar(ComponentType.class).toFile());
            builder.addClasspath(jar(Component.class).toFile());
            builder.setProperty("Bundle-SymbolicName", name);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-resourceonly", Boolean.toString(sources.isEmpty() && offered.isEmpty()));
            // annotations on record components are no reference in bnd's eyes
            builder.setProperty("Import-Package", offered.isEmpty() ? "*" : "io.graft.api.settings, *");
            headers.forEach(builder::setProperty);
            Jar jar = builder.build();
            if (!builder.getErrors().isEmpty())
                throw new AssertionError("The test's plug-in cannot be packed: " + builder.getErrors());
            Files.createDirectories(file.toAbsolutePath().getParent());
            jar.write(file.toFile());
            return file;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
