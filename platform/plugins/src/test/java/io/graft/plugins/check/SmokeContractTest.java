package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.catalog.ServiceCatalog;
import io.graft.pipeline.live.Report;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

class SmokeContractTest {
    @TempDir
    Path folder;

    private RunningFelix felix;
    private ServiceCatalog catalog;

    @BeforeEach
    void start() throws Exception {
        felix = new RunningFelix(folder.resolve("cache"));
        catalog = new ServiceCatalog(felix.context());
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    /** A bundle that registers one component of this name. */
    private static TestJar plugin(String bundle, String name, String service, String settings, String members) {
        return TestJar.bundle(bundle, "1.0.0")
                .header("Bundle-Activator", "p.Activator")
                .header(
                        "Import-Package",
                        "org.osgi.framework,io.graft.api,io.graft.api.text,io.graft.api.settings,io.graft.api.data,io.graft.api.image")
                .source("p.Activator", """
                        package p;
                        import io.graft.api.*;
                        import io.graft.api.settings.*;
                        import io.graft.api.data.*;
                        import io.graft.api.image.*;
                        import io.graft.api.text.*;
                        import java.util.*;
                        import org.osgi.framework.*;
                        public class Activator implements BundleActivator {
                            public record Settings(%s) {}
                            public static class It implements %s<Settings> {
                                %s
                            }
                            public void start(BundleContext context) {
                                Dictionary<String, Object> properties = new Hashtable<>();
                                %s
                                context.registerService(%s.class, new It(), properties);
                            }
                            public void stop(BundleContext context) {}
                        }
                        """.formatted(
                                settings,
                                service,
                                members,
                                name.isEmpty() ? "" : "properties.put(ComponentName.PROPERTY, \"" + name + "\");",
                                service));
    }

    private static TestJar tokenizer(String settings, String create) {
        return plugin(
                "io.acme.words",
                "acme-words",
                "TokenizerType",
                settings,
                "public Class<Settings> settings() { return Settings.class; }"
                        + "public Tokenizer create(Settings settings, Context context) {" + create + "}");
    }

    private Report.Check check(Bundle bundle, Duration atMost) {
        return new SmokeContract(atMost).check(bundle, catalog.trial(Set.of(bundle.getBundleId()), Set.of()));
    }

    private void refuses(TestJar jar, String... words) throws Exception {
        Report.Check check = check(felix.start(jar), Duration.ofSeconds(20));
        assertFalse(check.passed(), check.sentence());
        assertEquals("components", check.name());
        TestJar.says(check.sentence(), words);
    }

    @Test
    void aComponentThatDoesItsJobPasses() throws Exception {
        Report.Check check = check(
                felix.start(tokenizer(
                        "@Default(\"2\") int most",
                        "return (text, tokens) -> { if (text.length() > 0) tokens.add(0, text.length()); };")),
                Duration.ofSeconds(20));
        assertTrue(check.passed(), check.sentence());
        TestJar.says(check.sentence(), "does its job");
    }

    @Test
    void aComponentWithSettingsThatMustBeWrittenIsNotCreated() throws Exception {
        Report.Check check =
                check(felix.start(tokenizer("int most", "throw new IllegalStateException();")), Duration.ofSeconds(20));
        assertTrue(check.passed(), check.sentence());
    }

    @Test
    void whatThrowsIsToldWithClassAndMessage() throws Exception {
        refuses(
                tokenizer("", "throw new IllegalStateException(\"no dictionary\");"),
                "tokenizer 'acme-words' of io.acme.words 1.0.0",
                "IllegalStateException (no dictionary)");
    }

    @Test
    void whatCannotEvenBeMadeIsTold() throws Exception {
        refuses(
                TestJar.bundle("io.acme.words", "1.0.0")
                        .header("Bundle-Activator", "p.Activator")
                        .header("Import-Package", "org.osgi.framework,io.graft.api,io.graft.api.text")
                        .source("p.Activator", """
                                package p;
                                import java.util.*;
                                import org.osgi.framework.*;
                                public class Activator implements BundleActivator, ServiceFactory<Object> {
                                    public void start(BundleContext context) {
                                        Dictionary<String, Object> properties = new Hashtable<>();
                                        properties.put(io.graft.api.ComponentName.PROPERTY, "acme-words");
                                        context.registerService("io.graft.api.text.TokenizerType", this, properties);
                                    }
                                    public void stop(BundleContext context) {}
                                    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
                                        throw new IllegalStateException("no constructor");
                                    }
                                    public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object made) {}
                                }
                                """),
                "The tokenizer 'acme-words' of io.acme.words 1.0.0 could not be created.");
    }

    @Test
    void anImageStepIsGivenAnImage() throws Exception {
        String step = "public Class<Settings> settings() { return Settings.class; }"
                + "public DataType.Image gives(Settings s, DataType.Image takes) { return takes; }"
                + "public ImageStep create(Settings s, Context context) { return image -> image.values()[0] = %s; }";
        refuses(
                plugin("io.acme.images", "acme-light", "ImageStepType", "", step.formatted("0f / 0f")),
                "image-step 'acme-light'",
                "made the element NaN");
    }

    @Test
    void whatThrowsInItsWorkOrALinkageErrorIsTold() throws Exception {
        refuses(
                tokenizer("", "return (text, tokens) -> { text.charAt(99_999); };"),
                "IndexOutOfBoundsException",
                "99999");
        felix.context().getBundle("io.acme.words 1.0.0").uninstall();
        refuses(
                tokenizer("", "throw new NoClassDefFoundError(\"io/acme/Gone\");"),
                "NoClassDefFoundError (io/acme/Gone)");
    }

    @Test
    void nothingInsteadOfAComponentIsTold() throws Exception {
        refuses(tokenizer("", "return null;"), "create() gave null");
    }

    @Test
    void tokensOutsideTheTextAreTold() throws Exception {
        // a term and its range of another text, far longer than this one
        refuses(
                tokenizer(
                        "",
                        "return (text, tokens) -> { TextBuffer b = new TextBuffer(); b.set(\"x\".repeat(99)); tokens.reset(b); tokens.add(90, 99); };"),
                "token from 90 to 99",
                "of a text of 25 characters",
                "Hello, world");
    }

    @Test
    void whatHangsIsTold() throws Exception {
        Bundle bundle = felix.start(
                tokenizer("", "while (true) { try { Thread.sleep(100_000); } catch (InterruptedException e) { } }"));
        Report.Check check = check(bundle, Duration.ofMillis(200));
        assertFalse(check.passed());
        TestJar.says(check.sentence(), "acme-words", "hangs", "200 ms");
    }

    @Test
    void defaultsThatDoNotHoldAreTold() throws Exception {
        refuses(tokenizer("@Default(\"many\") int most", "return null;"), "acme-words", "defaults", "most");
    }

    @Test
    void settingsOfAnImpossibleTypeAreTold() throws Exception {
        refuses(tokenizer("java.util.Set<String> words", "return null;"), "acme-words", "words");
    }

    @Test
    void noSettingsAtAllAreTold() throws Exception {
        refuses(
                plugin(
                        "io.acme.words",
                        "acme-words",
                        "CleanerType",
                        "",
                        "public Class<Settings> settings() { return null; }"
                                + "public Cleaner create(Settings settings, Context context) { return null; }"),
                "settings() gave null");
    }

    @Test
    void aNameMustBeThereAndWellFormed() throws Exception {
        String members = "public Class<Settings> settings() { return Settings.class; }"
                + "public TokenFilter create(Settings settings, Context context) { return tokens -> {}; }";
        refuses(
                plugin("io.acme.one", "", "TokenFilterType", "", members),
                "without a name",
                "@ComponentName",
                "TokenFilterType");
        refuses(
                plugin("io.acme.two", "Acme Words", "TokenFilterType", "", members),
                "'Acme Words' is no name",
                "lower-case");
    }

    @Test
    void twoPlugInsOfOneNameAreBothNamed() throws Exception {
        String members = "public Class<Settings> settings() { return Settings.class; }"
                + "public TokenFilter create(Settings settings, Context context) { return tokens -> {}; }";
        felix.start(plugin("io.acme.one", "acme-filter", "TokenFilterType", "", members));
        refuses(
                plugin("io.acme.two", "acme-filter", "TokenFilterType", "", members),
                "Two plug-ins",
                "'acme-filter'",
                "io.acme.one 1.0.0",
                "io.acme.two 1.0.0");
    }

    @Test
    void aBundleWithoutComponentsPassesAndSaysSo() throws Exception {
        Report.Check check = check(felix.start(TestJar.bundle("io.acme.lib", "1")), Duration.ofSeconds(1));
        assertTrue(check.passed());
        TestJar.says(check.sentence(), "offers no component");
    }

    @Test
    void whatWasMadeIsClosedAndNothingOfThePlugInIsKept() throws Exception {
        Bundle bundle = felix.start(tokenizer("", """
                class Made implements Tokenizer, AutoCloseable {
                    public void tokenize(TextBuffer text, Tokens tokens) { throw new IllegalStateException("in work"); }
                    public void close() { System.setProperty("graft.test.closed", "yes"); }
                }
                return new Made();
                """));
        System.clearProperty("graft.test.closed");
        WeakReference<ClassLoader> loader =
                new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        Report.Check check = check(bundle, Duration.ofSeconds(20));
        TestJar.says(check.sentence(), "IllegalStateException (in work)");
        assertEquals("yes", System.getProperty("graft.test.closed"));
        bundle.uninstall();
        bundle = null;
        felix.context()
                .getBundle(0)
                .adapt(org.osgi.framework.wiring.FrameworkWiring.class)
                .refreshBundles(null);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.onSpinWait();
        }
        assertNull(loader.get(), "the class loader is still there: " + List.of(check));
    }
}
