package io.graft.plugins.check;

import java.util.Map;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.apache.felix.utils.resource.ResourceImpl;
import org.osgi.framework.BundleException;

/** What a jar that is not installed has and needs, as its manifest says. */
final class JarResource extends ResourceImpl {
    private final String place;
    private String shown = "";

    private JarResource(String place) {
        this.place = place;
    }

    /**
     * The resource of a manifest.
     *
     * @param place where the jar lies, for people
     */
    static JarResource of(Map<String, String> headers, String place) throws RejectedJar {
        JarResource resource = new JarResource(place);
        try {
            ResourceBuilder.build(resource, null, headers);
        } catch (BundleException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new RejectedJar("bundle", "Its manifest has a header that cannot be read: " + why + ".");
        }
        String version = headers.getOrDefault("Bundle-Version", "0.0.0");
        resource.shown = headers.get("Bundle-SymbolicName").split(";", 2)[0].strip() + " " + version.strip();
        return resource;
    }

    /** Where the jar lies. */
    String place() {
        return place;
    }

    @Override
    public String toString() {
        return shown;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
