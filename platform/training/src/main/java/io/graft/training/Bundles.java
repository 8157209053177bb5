package io.graft.training;

import io.graft.api.PipelineException;
import io.graft.models.Fingerprint;
import io.graft.models.Provenance.BundleInfo;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Backends;
import io.graft.pipeline.Part;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which bundles took part in a run. Thread-safe. */
final class Bundles {
    /** Jars that were read already, by path, time and length: a backend's is large. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** A bundle and where its jar is. */
    record Place(String name, String version, String location) {}

    /** The bundles of these parts, without holding on to anything of theirs. */
    static List<Place> places(Assembly assembly, Backends.Opened backend) {
        List<Part> parts = new ArrayList<>(assembly.parts());
        parts.add(backend.part());
        return parts.stream()
                .map(p -> new Place(
                        p.offer().plugin(),
                        p.offer().version().toString(),
                        p.offer().location()))
                .distinct()
                .toList();
    }

    /** What provenance says of bundles. */
    List<BundleInfo> of(List<Place> places) {
        Map<String, BundleInfo> infos = new TreeMap<>();
        for (Place p : places)
            infos.computeIfAbsent(
                    p.name() + " " + p.version(), k -> new BundleInfo(p.name(), p.version(), sha256(p.location())));
        return List.copyOf(infos.values());
    }

    /** The SHA-256 of the jar at a bundle's location; an empty string when it is not a file. */
    private String sha256(String location) {
        String uri = location.startsWith("reference:") ? location.substring("reference:".length()) : location;
        if (!uri.startsWith("file:")) return "";
        try {
            Path jar = Path.of(URI.create(uri));
            String key = jar + " " + Files.getLastModifiedTime(jar) + " " + Files.size(jar);
            return known.computeIfAbsent(key, k -> Fingerprint.sha256(jar));
        } catch (IllegalArgumentException | java.io.IOException | PipelineException e) {
            return "";
        }
    }
}
