package io.graft.plugins.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Resource;

/**
 * Reads a jar and says whether it is whole, a bundle, and made for this Java. Nothing of it is run and nothing unpacked to disk.
 *
 * <p><b>Threading.</b> Holds nothing: thread-safe. The file must not change meanwhile.
 */
public final class Inspection {
    private static final long MOST_MANIFEST = 8L << 20;

    private Inspection() {}

    /**
     * Reads a jar.
     *
     * @throws RejectedJar under {@code whole}, {@code bundle} or {@code java}
     */
    public static Inspected of(Path jar) throws RejectedJar {
        return of(jar, Runtime.version().feature());
    }

    /** As if this Java were of another release. */
    static Inspected of(Path jar, int release) throws RejectedJar {
        try {
            if (!Files.isRegularFile(jar)) throw new NoSuchFileException(jar.toString());
            ZipDirectory.check(jar);
            JarContents contents = new JarContents(release);
            int entries = contents.read(jar);
            Map<String, String> headers = headers(jar);
            Version version = bundle(headers);
            if (contents.newest() > release)
                throw new RejectedJar(
                        "java",
                        "It was compiled for Java " + contents.newest() + " (" + contents.newestClass()
                                + "), this is Java " + release + ".");
            Resource resource = JarResource.of(headers, "");
            ExecutionEnvironment.check(resource, release);
            return new Inspected(
                    symbolicName(headers),
                    version,
                    headers,
                    sha256(jar),
                    exports(resource),
                    contents.newest(),
                    Files.size(jar),
                    entries);
        } catch (NoSuchFileException e) {
            throw new RejectedJar("whole", "There is no file " + jar + ".");
        } catch (IOException e) {
            throw new RejectedJar("whole", "It cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Map<String, String> headers(Path path) throws RejectedJar, IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME);
            if (entry == null)
                throw new RejectedJar("bundle", "It is no bundle: it has no " + JarFile.MANIFEST_NAME + ".");
            if (entry.getSize() > MOST_MANIFEST)
                throw new RejectedJar("bundle", "Its manifest is larger than " + (MOST_MANIFEST >> 20) + " MB.");
            try (InputStream in = jar.getInputStream(entry)) {
                return headers(new Manifest(in));
            } catch (IOException | IllegalArgumentException e) {
                throw new RejectedJar("bundle", "Its manifest cannot be read: " + e.getMessage() + ".");
            }
        }
    }

    static Map<String, String> headers(Manifest manifest) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<Object, Object> e : manifest.getMainAttributes().entrySet())
            headers.put(((Attributes.Name) e.getKey()).toString(), (String) e.getValue());
        return headers;
    }

    private static Version bundle(Map<String, String> headers) throws RejectedJar {
        String name = headers.get(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || name.isBlank())
            throw new RejectedJar(
                    "bundle",
                    "It is a jar, but no bundle: its manifest has no Bundle-SymbolicName. Build it with bnd-maven-plugin.");
        if (!symbolicName(headers).matches("[\\w-]+(\\.[\\w-]+)*"))
            throw new RejectedJar(
                    "bundle",
                    "Its Bundle-SymbolicName '" + JarContents.shown(name)
                            + "' is none; it is words of letters, digits, '_' and '-', joined by dots.");
        if (!"2"
                .equals(headers.getOrDefault(Constants.BUNDLE_MANIFESTVERSION, "")
                        .strip()))
            throw new RejectedJar("bundle", "It is no bundle of today: its manifest lacks Bundle-ManifestVersion: 2.");
        host(headers);
        String version = headers.getOrDefault(Constants.BUNDLE_VERSION, "0").strip();
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException e) {
            throw new RejectedJar(
                    "bundle",
                    "Its Bundle-Version '" + JarContents.shown(version) + "' is no version; write for example 1.2.0.");
        }
    }

    private static void host(Map<String, String> headers) throws RejectedJar {
        String header = headers.get(Constants.FRAGMENT_HOST);
        if (header == null) return;
        String host = header.split(";", 2)[0].strip();
        if (host.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME) || host.equals("org.apache.felix.framework"))
            throw new RejectedJar(
                    "bundle",
                    "It is a framework extension: it would become a part of the framework itself, which changes with the distribution only.");
        throw new RejectedJar(
                "bundle",
                "It is a fragment of " + JarContents.shown(host)
                        + ", which runs within that bundle only: build it into that bundle's jar.");
    }

    private static String symbolicName(Map<String, String> headers) {
        return headers.get(Constants.BUNDLE_SYMBOLICNAME).split(";", 2)[0].strip();
    }

    private static List<String> exports(Resource resource) {
        return resource.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(c -> c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE) + " "
                        + c.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .sorted()
                .toList();
    }

    private static String sha256(Path jar) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            int n;
            do n = in.read(buffer);
            while (n >= 0);
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
