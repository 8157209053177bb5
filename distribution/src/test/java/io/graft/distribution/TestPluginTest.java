package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import io.graft.distribution.TestPlugin.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plug-ins that tests write are plug-ins, and what is wrong with them is what a test asked for. */
class TestPluginTest {
    @TempDir
    private Path folder;

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    private Path all(Fault fault) throws IOException {
        return TestPlugin.named("io.acme.words")
                .version("1.2.0")
                .with(fault)
                .tokenizer("acme-words")
                .cleaner("acme-clean")
                .layer("acme-dense")
                .loss("acme-loss")
                .optimizer("acme-descent")
                .build(folder);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyKindIsAServiceWithEveryFault(Fault fault) throws IOException {
        Path jar = all(fault);
        assertEquals("io.acme.words-1.2.0.jar", jar.getFileName().toString());
        Attributes manifest = manifest(jar);
        assertEquals("io.acme.words", manifest.getValue("Bundle-SymbolicName"));
        assertEquals("1.2.0", manifest.getValue("Bundle-Version"));
        assertNull(manifest.getValue("Export-Package"));
        assertTrue(manifest.getValue("Import-Package").contains("io.graft.api.text;version="), manifest::toString);
        assertTrue(manifest.getValue("Require-Capability").contains("osgi.ee"));
        String[] components = manifest.getValue("Service-Component").split(",");
        assertEquals(5, components.length);
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(components[0].strip()))) {
            String xml = new String(in.readAllBytes());
            assertTrue(xml.contains("graft.component.name") && xml.contains("acme-"), xml);
        }
    }

    private List<String> words(Path jar, String text) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            TokenizerType<?> type = (TokenizerType<?>) loader.loadClass("io.acme.words.Tokenizer0")
                    .getConstructor()
                    .newInstance();
            Tokenizer made = type.create(null, null);
            TextBuffer buffer = new TextBuffer();
            buffer.set(text);
            Tokens tokens = new Tokens();
            tokens.reset(buffer);
            made.tokenize(buffer, tokens);
            List<String> words = new ArrayList<>();
            for (int i = 0; i < tokens.size(); i++) words.add(tokens.term(i).toString());
            return words;
        }
    }

    private Path words(TestPlugin plugin, String file) throws IOException {
        return plugin.tokenizer("acme-words").build(folder, file);
    }

    @Test
    void theEditionDecidesTheAnswer() throws Exception {
        Path none = words(TestPlugin.named("io.acme.words"), "all.jar");
        assertEquals(List.of("red", "old", "car"), words(none, "red  old car"));
        for (int edition = 0; edition < 4; edition++) {
            Path jar = words(TestPlugin.named("io.acme.words").edition(edition), edition + ".jar");
            assertEquals(List.of(List.of("red", "old", "car").get(edition % 3)), words(jar, "red old car"));
        }
        assertEquals(List.of(), words(folder.resolve("1.jar"), ""));
    }

    @Test
    void aFaultIsWhereItWasAskedFor() throws Exception {
        Path use = words(TestPlugin.named("io.acme.words").with(Fault.USE_THROWS_LINKAGE_ERROR), "use.jar");
        assertThrows(LinkageError.class, () -> words(use, "a"));
        Path create = words(TestPlugin.named("io.acme.words").with(Fault.CREATE_THROWS), "create.jar");
        assertEquals(
                "create of the test's plug-in fails",
                assertThrows(IllegalStateException.class, () -> words(create, "a"))
                        .getMessage());
    }

    @Test
    void whatIsMissingIsInTheManifest() throws IOException {
        Path missing = words(TestPlugin.named("io.acme.words").imports("io.acme.missing;version=\"[2,3)\""), "m.jar");
        assertTrue(manifest(missing).getValue("Import-Package").contains("io.acme.missing;version=\"[2,3)\""));
        Path late = words(TestPlugin.named("io.acme.words").java(99), "j.jar");
        assertTrue(manifest(late).getValue("Require-Capability").contains("(version=99)"));
        assertFalse(manifest(late).getValue("Require-Capability").contains("(version=17)"));
    }

    @Test
    void twoBundlesCanNeedEachOther() throws IOException {
        Path a = TestPlugin.named("io.acme.a")
                .exports("io.acme.a.spi")
                .imports("io.acme.b.spi")
                .build(folder);
        Path b = TestPlugin.named("io.acme.b")
                .exports("io.acme.b.spi")
                .imports("io.acme.a.spi")
                .build(folder);
        assertTrue(manifest(a).getValue("Import-Package").contains("io.acme.b.spi"));
        assertTrue(manifest(b).getValue("Import-Package").contains("io.acme.a.spi"));
        assertTrue(manifest(a).getValue("Export-Package").contains("io.acme.a.spi"));
    }

    /** The signers of the first class; throws what reading a signed jar throws. */
    private static java.security.CodeSigner[] signers(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            JarEntry entry = file.stream()
                    .filter(e -> e.getName().endsWith(".class"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream in = file.getInputStream(entry)) {
                in.readAllBytes();
            }
            return entry.getCodeSigners();
        }
    }

    @Test
    void signedIsSignedAndTamperedIsNot() throws Exception {
        TestSigner acme = TestSigner.named("Acme", folder);
        Path jar = words(TestPlugin.named("io.acme.words"), "words.jar");
        assertNull(signers(jar));
        Path signed = acme.sign(jar);
        assertEquals(
                acme.certificate(),
                signers(signed)[0].getSignerCertPath().getCertificates().get(0));
        Path tampered = DamagedJar.tampered(signed);
        assertThrows(SecurityException.class, () -> signers(tampered));
        assertTrue(
                Files.readString(acme.certificate(folder.resolve("acme.pem"))).startsWith("-----BEGIN CERT"));
    }

    @Test
    void anExpiredSignerIsExpired() throws Exception {
        Path jar = TestSigner.expired("Acme", folder).sign(words(TestPlugin.named("io.acme.words"), "words.jar"));
        X509Certificate certificate = (X509Certificate)
                signers(jar)[0].getSignerCertPath().getCertificates().get(0);
        assertThrows(CertificateExpiredException.class, certificate::checkValidity);
    }

    @Test
    void damageIsAsWanted() throws Exception {
        Path jar = words(TestPlugin.named("io.acme.words"), "words.jar");
        Path cut = DamagedJar.truncated(jar, 1024);
        assertEquals(1024, Files.size(cut));
        assertThrows(IOException.class, () -> new JarFile(cut.toFile()).close());
        try (JarFile file = new JarFile(DamagedJar.traversing(jar).toFile())) {
            assertNotNull(file.getEntry("../../escaped.txt"));
            assertNotNull(file.getManifest());
        }
        Path bomb = DamagedJar.bomb(jar, 100L << 20);
        assertTrue(Files.size(bomb) < 1 << 20, "it is small: " + Files.size(bomb));
        try (JarFile file = new JarFile(bomb.toFile())) {
            assertEquals(100L << 20, file.getEntry("zeros.bin").getSize());
        }
        try (JarFile file = new JarFile(DamagedJar.crowded(jar, 70_000).toFile())) {
            assertTrue(file.size() > 70_000);
        }
        Path later = DamagedJar.ofLaterJava(jar, 99);
        assertThrows(UnsupportedClassVersionError.class, () -> words(later, "a"));
        assertThrows(
                IOException.class,
                () -> new JarFile(DamagedJar.garbage(folder.resolve("g.jar")).toFile()).close());
    }
}
