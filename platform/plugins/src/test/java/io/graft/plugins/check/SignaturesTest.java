package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path keysFolder;

    private static Path keys;

    @TempDir
    Path folder;

    private Path unsigned;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = keysFolder.resolve("keys.p12");
        pair("acme", "CN=Acme Plug-ins", "-validity", "3650");
        pair("other", "CN=Somebody Else", "-validity", "3650");
        pair("old", "CN=Old Acme", "-startdate", "-3y", "-validity", "365");
        pair("early", "CN=Early Acme", "-startdate", "+1y", "-validity", "365");
        pair("ca", "CN=Acme Authority", "-validity", "3650", "-ext", "bc:c", "-ext", "ku=keyCertSign");
        pair("team", "CN=Acme Team", "-signer", "ca", "-validity", "3000", "-ext", "eku=codeSigning");
        pair("web", "CN=Acme Web", "-signer", "ca", "-validity", "3000", "-ext", "eku=serverAuth");
    }

    private static void pair(String alias, String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(keysFolder.resolve("keytool.txt").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }

    @BeforeEach
    void makeJar() {
        unsigned = TestJar.bundle("io.acme.words", "1")
                .entry("words.txt", "some words")
                .entry("more.txt", "more words")
                .in(folder, "unsigned.jar");
    }

    private Path sign(String alias) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
        Certificate[] chain = store.getCertificateChain(alias);
        Path signed = folder.resolve(alias + ".jar");
        try (ZipFile jar = new ZipFile(unsigned.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(
                            (PrivateKey) store.getKey(alias, PASSWORD),
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain)))
                    .signerName("ACME")
                    .build()
                    .sign(jar, out);
        }
        return signed;
    }

    private Signatures trusting(String... aliases) throws Exception {
        KeyStore from = KeyStore.getInstance(keys.toFile(), PASSWORD);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        for (String alias : aliases) trust.setCertificateEntry(alias, from.getCertificate(alias));
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD);
        }
        return new Signatures(new Trust(file, "changeit", folder.resolve("trust")));
    }

    private static void refuses(Signatures signatures, Path jar, boolean developer, String... words) {
        TestJar.says(assertThrows(RejectedJar.class, () -> signatures.check(jar, developer)), "signature", words);
    }

    @Test
    void aTrustedSignerIsNamed() throws Exception {
        Signatures.Signed signed = trusting("acme").check(sign("acme"), false);
        assertEquals("Acme Plug-ins", signed.signer());
        assertTrue(signed.check().passed());
        TestJar.says(signed.check().sentence(), "Signed by Acme Plug-ins");
        assertEquals("", signed.warning());
    }

    @Test
    void aSignerIsTrustedWhomATrustedAuthorityCertified() throws Exception {
        assertEquals("Acme Team", trusting("ca").check(sign("team"), false).signer());
        assertEquals("Acme Team", trusting("team").check(sign("team"), false).signer());
    }

    @Test
    void aCertificateOfTheAuthorityForAnotherPurposeDoesNotCount() throws Exception {
        refuses(trusting("ca"), sign("web"), false, "Acme Web", "not for signing code");
    }

    @Test
    void aChainThatOnlyClaimsItsAuthorityIsNotTrusted() throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
        Trust.Anchors anchors = new Trust.Anchors(
                new Trust(Path.of("trust.p12"), "", Path.of("trust")),
                java.util.Set.of((java.security.cert.X509Certificate) store.getCertificate("ca")));
        var path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(store.getCertificate("other"), store.getCertificate("ca")));
        Trust.Verdict verdict = anchors.judge(new java.security.CodeSigner(path, null), new java.util.Date());
        assertTrue(!verdict.trusted(), verdict.sentence());
    }

    @Test
    void unsignedIsRefusedAndPassesWithAWarningForDevelopers() throws Exception {
        refuses(trusting("acme"), unsigned, false, "Nobody signed it", "--dev");
        Signatures.Signed passed = trusting("acme").check(unsigned, true);
        assertTrue(passed.check().passed());
        assertEquals("", passed.signer());
        TestJar.says(passed.warning(), "Nobody signed it", "developer mode");
    }

    @Test
    void anotherSignerIsNamedWithThoseWhoAreTrusted() throws Exception {
        refuses(
                trusting("acme"),
                sign("other"),
                false,
                "signed by Somebody Else",
                "not trusted",
                "Trusted: Acme Plug-ins",
                "trust.p12");
        TestJar.says(trusting("acme").check(sign("other"), true).warning(), "Somebody Else", "developer mode");
        refuses(trusting(), sign("other"), false, "Nobody is, so far");
        refuses(
                new Signatures(new Trust(folder.resolve("none.p12"), "", folder.resolve("none"))),
                sign("acme"),
                false,
                "Nobody is, so far");
    }

    @Test
    void anExpiredCertificateAndOneThatIsNotYetValidHaveSentencesOfTheirOwn() throws Exception {
        refuses(trusting("old"), sign("old"), false, "Old Acme", "expired on", "time stamp");
        refuses(trusting("early"), sign("early"), false, "Early Acme", "not yet valid");
    }

    @Test
    void whatWasChangedAfterItWasSignedNeverPasses() throws Exception {
        Path jar = sign("acme");
        Path tampered = rewrite(jar, "words.txt", "bad words".getBytes(), null);
        refuses(trusting("acme"), tampered, false, "changed after it was signed", "words.txt");
        refuses(trusting("acme"), tampered, true, "changed after it was signed");
        Path manifest = rewrite(jar, JarFile.MANIFEST_NAME, null, "Bundle-Version: 9");
        refuses(trusting("acme"), manifest, true, "");
    }

    @Test
    void whatWasTakenOutAfterItWasSignedIsNamed() throws Exception {
        refuses(
                trusting("acme"),
                rewrite(sign("acme"), "words.txt", new byte[0], null),
                true,
                "changed after it was signed",
                "words.txt",
                "taken out");
    }

    @Test
    void whatCameInAfterItWasSignedIsNamed() throws Exception {
        Path jar = rewrite(sign("acme"), "Evil.class", "evil".getBytes(), null);
        refuses(trusting("acme"), jar, false, "Only a part of it is signed", "Evil.class");
        refuses(trusting("acme"), jar, true, "Only a part of it is signed");
    }

    @Test
    void aDamagedSignatureIsNotTakenForNone() throws Exception {
        Path jar = rewrite(sign("acme"), "META-INF/ACME.EC", "garbage".getBytes(), null);
        refuses(trusting("acme"), jar, true, "cannot be verified");
    }

    @Test
    void certificatesMayLieInAFolderAsPem() throws Exception {
        Path trust = Files.createDirectory(folder.resolve("trust"));
        Certificate certificate = KeyStore.getInstance(keys.toFile(), PASSWORD).getCertificate("acme");
        Files.writeString(
                trust.resolve("acme.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        assertEquals("Acme Plug-ins", trusting().check(sign("acme"), false).signer());
        Files.writeString(trust.resolve("bad.pem"), "no certificate");
        refuses(trusting(), sign("acme"), false, "bad.pem", "no certificate that can be read");
    }

    @Test
    void aTrustStoreThatCannotBeReadTrustsNobody() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.p12"), "no key store");
        refuses(
                new Signatures(new Trust(file, "changeit", folder.resolve("trust"))),
                sign("acme"),
                false,
                "broken.p12",
                "graft.trust.password");
    }

    /** A copy with other bytes under a name: empty ones take the entry out, a new name adds one. */
    private Path rewrite(Path jar, String name, byte[] bytes, String line) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean found = false;
        try (ZipFile zip = new ZipFile(jar.toFile());
                ZipOutputStream copy = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals(name)) {
                    found = true;
                    if (bytes != null && bytes.length == 0) continue;
                    content = bytes != null
                            ? bytes
                            : new String(content)
                                    .replaceFirst("Bundle-Version: 1", line)
                                    .getBytes();
                }
                copy.putNextEntry(new ZipEntry(entry.getName()));
                copy.write(content);
                copy.closeEntry();
            }
            if (!found) {
                copy.putNextEntry(new ZipEntry(name));
                copy.write(bytes);
                copy.closeEntry();
            }
        }
        return Files.write(folder.resolve("rewritten.jar"), out.toByteArray());
    }
}
