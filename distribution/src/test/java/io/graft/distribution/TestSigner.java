package io.graft.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/**
 * Someone who signs plug-ins, with a key made for the test.
 *
 * @param key the key
 * @param certificate its certificate, signed by itself
 */
record TestSigner(PrivateKey key, X509Certificate certificate) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Someone whose certificate is valid now. */
    static TestSigner named(String commonName, Path folder) throws Exception {
        return of(commonName, folder, "-1d", 365);
    }

    /** Someone whose certificate was valid until a year ago. */
    static TestSigner expired(String commonName, Path folder) throws Exception {
        return of(commonName, folder, "-2y", 365);
    }

    /** Someone whose certificate is valid from tomorrow on. */
    static TestSigner notYet(String commonName, Path folder) throws Exception {
        return of(commonName, folder, "+1d", 365);
    }

    private static TestSigner of(String commonName, Path folder, String from, int days) throws Exception {
        Path store = Files.createTempDirectory(folder, "keys-").resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + commonName,
                        "-startdate",
                        from,
                        "-validity",
                        Integer.toString(days))
                .redirectErrorStream(true)
                .start();
        String told = new String(keytool.getInputStream().readAllBytes());
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0)
            throw new AssertionError("keytool failed: " + told);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new TestSigner((PrivateKey) keys.getKey("key", PASSWORD), (X509Certificate) keys.getCertificate("key"));
    }

    /** A signed copy: {@code NAME-signed.jar} beside the jar. */
    Path sign(Path jar) throws IOException, GeneralSecurityException {
        Path signed = DamagedJar.beside(jar, "signed");
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        JarSigner signer = new JarSigner.Builder(key, path)
                .signerName("TEST")
                .digestAlgorithm("SHA-256")
                .build();
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            signer.sign(in, out);
        }
        return signed;
    }

    /** The certificate as a file of PEM, as an operator gives it to Graft. */
    Path certificate(Path file) throws IOException, GeneralSecurityException {
        String base64 = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }
}
