package io.graft.plugins.check;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Version;

/**
 * A jar that is whole and a bundle.
 *
 * @param name its symbolic name
 * @param version its version
 * @param headers the main attributes of its manifest
 * @param sha256 of the file, in hexadecimal
 * @param exports the packages that it exports, e.g. {@code io.acme.words 1.2.0}
 * @param java the newest Java release that a class of it was compiled for; 0 when it holds no class
 * @param bytes the size of the file
 * @param entries how many files and folders it holds
 */
public record Inspected(
        String name,
        Version version,
        Map<String, String> headers,
        String sha256,
        List<String> exports,
        int java,
        long bytes,
        int entries) {

    /** Copies. */
    public Inspected {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = Collections.unmodifiableMap(anyCase);
        exports = List.copyOf(exports);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
