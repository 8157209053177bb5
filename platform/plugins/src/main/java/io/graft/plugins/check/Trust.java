package io.graft.plugins.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.osgi.framework.BundleContext;

/**
 * Where the certificates lie of those whose plug-ins are let in: their own, or those of the authorities that vouch for them.
 *
 * @param store a key store, {@code conf/trust.p12}; it need not exist
 * @param password its password
 * @param folder a folder of PEM files, {@code conf/trust/}; it need not exist
 */
public record Trust(Path store, String password, Path folder) {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /** As {@code graft.trust.store} and {@code graft.trust.password} say. */
    public static Trust of(BundleContext context) {
        String dist = context.getProperty("graft.dist");
        Path conf = Path.of(dist == null ? "" : dist).resolve("conf");
        String store = context.getProperty("graft.trust.store");
        String password = context.getProperty("graft.trust.password");
        return new Trust(
                store == null ? conf.resolve("trust.p12") : conf.resolveSibling(store),
                password == null ? "changeit" : password,
                conf.resolve("trust"));
    }

    /** Reads the certificates. */
    Anchors read() throws RejectedJar {
        Set<X509Certificate> certificates = new HashSet<>();
        if (Files.exists(store))
            try {
                KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
                for (String alias : Collections.list(keys.aliases()))
                    if (keys.getCertificate(alias) instanceof X509Certificate c) certificates.add(c);
            } catch (IOException | GeneralSecurityException e) {
                throw new RejectedJar(
                        "signature",
                        store + " cannot be read, so nobody is trusted: " + e.getMessage()
                                + ". Is graft.trust.password right?");
            }
        if (Files.isDirectory(folder)) pem(certificates);
        return new Anchors(this, certificates);
    }

    private void pem(Set<X509Certificate> certificates) throws RejectedJar {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(pem|crt|cer)"))
                    .toList())
                try (InputStream in = Files.newInputStream(file)) {
                    for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in))
                        certificates.add((X509Certificate) c);
                } catch (CertificateException e) {
                    throw new RejectedJar(
                            "signature", file + " holds no certificate that can be read: " + e.getMessage() + ".");
                }
        } catch (IOException e) {
            throw new RejectedJar("signature", folder + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * What is thought of a signer.
     *
     * @param trusted whether he is trusted
     * @param signer his name
     * @param sentence why he is not
     */
    record Verdict(boolean trusted, String signer, String sentence) {}

    /** The certificates that are trusted. */
    record Anchors(Trust trust, Set<X509Certificate> certificates) {

        /** Judges a signer by his certificate at the time of his signature, or now when that is not known for certain. */
        Verdict judge(CodeSigner signer, Date now) {
            List<X509Certificate> chain = chain(signer.getSignerCertPath());
            X509Certificate leaf = chain.get(0);
            String name = name(leaf);
            if (!trusts(chain, leaf.getNotBefore())) return new Verdict(false, name, unknown(chain, name));
            if (!mayBeUsedForCode(leaf))
                return new Verdict(
                        false, name, "It was signed by " + name + ", whose certificate is not for signing code.");
            Date when = timestamp(signer).orElse(now);
            try {
                leaf.checkValidity(when);
            } catch (CertificateExpiredException e) {
                return new Verdict(
                        false,
                        name,
                        "The certificate of " + name + " expired on " + day(leaf.getNotAfter())
                                + ", and no trusted time stamp says that it signed before. Sign it anew with a valid certificate.");
            } catch (CertificateNotYetValidException e) {
                return new Verdict(
                        false,
                        name,
                        "The certificate of " + name + " is not yet valid: it begins on " + day(leaf.getNotBefore())
                                + ". Is the clock of this machine right?");
            }
            if (!trusts(chain, when))
                return new Verdict(
                        false,
                        name,
                        "It was signed by " + name + ", but a certificate that vouches for " + name + " is not valid.");
            return new Verdict(true, name, "");
        }

        private String unknown(List<X509Certificate> chain, String name) {
            String issuer =
                    name(chain.get(chain.size() - 1).getIssuerX500Principal().getName());
            String by = "It was signed by " + name + (issuer.equals(name) ? "" : " (certified by " + issuer + ")")
                    + ", who is not trusted here. ";
            String where = trust.store().getFileName() + " or " + trust.folder().getFileName() + "/";
            if (certificates.isEmpty()) return by + "Nobody is, so far: put the certificate into " + where + ".";
            Set<String> names = new TreeSet<>();
            certificates.forEach(c -> names.add(name(c)));
            return by + "Trusted: " + String.join(", ", names) + ". To let it in, put the certificate into " + where
                    + ".";
        }

        /** Whether a chain ends at a certificate that is trusted; {@code when} it counts. */
        private boolean trusts(List<X509Certificate> chain, Date when) {
            if (certificates.isEmpty()) return false;
            if (certificates.contains(chain.get(0))) return true;
            Set<TrustAnchor> anchors = new HashSet<>();
            certificates.forEach(c -> anchors.add(new TrustAnchor(c, null)));
            List<X509Certificate> path = new ArrayList<>();
            for (X509Certificate c : chain) {
                if (certificates.contains(c)) break; // the anchor itself is no part of the path
                path.add(c);
            }
            return valid(path, anchors, when);
        }

        private static boolean valid(List<X509Certificate> path, Set<TrustAnchor> anchors, Date when) {
            try {
                PKIXParameters parameters = new PKIXParameters(anchors);
                parameters.setRevocationEnabled(false); // nothing is asked over the network
                parameters.setDate(when);
                CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
                CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        /** When it was signed, if someone who is trusted says so. */
        private java.util.Optional<Date> timestamp(CodeSigner signer) {
            if (signer.getTimestamp() == null) return java.util.Optional.empty();
            Date when = signer.getTimestamp().getTimestamp();
            List<X509Certificate> chain = chain(signer.getTimestamp().getSignerCertPath());
            return trusts(chain, when) ? java.util.Optional.of(when) : java.util.Optional.empty();
        }
    }

    private static List<X509Certificate> chain(CertPath path) {
        return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    private static boolean mayBeUsedForCode(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages == null || usages.contains(CODE_SIGNING) || usages.contains(ANY_USAGE);
        } catch (CertificateException e) {
            return false;
        }
    }

    private static String day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String name(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal().getName());
    }

    /** The common name, or all of it when there is none. */
    private static String name(String distinguished) {
        try {
            return new LdapName(distinguished)
                    .getRdns().stream()
                            .filter(r -> r.getType().equalsIgnoreCase("CN"))
                            .map(r -> r.getValue().toString())
                            .findFirst()
                            .orElse(distinguished);
        } catch (InvalidNameException e) {
            return distinguished;
        }
    }
}
