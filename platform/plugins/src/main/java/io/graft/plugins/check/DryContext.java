package io.graft.plugins.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/** The world in which it is tried whether something resolves: what runs, what could be resolved along, and what is to come. */
final class DryContext extends ResolveContext {
    private final Map<Resource, Wiring> wirings = new LinkedHashMap<>();
    private final Set<Resource> open = new LinkedHashSet<>();
    private final List<Resource> mandatory = new ArrayList<>();

    /** A bundle that runs and whose wires stay. */
    void wired(BundleRevision revision) {
        wirings.put(revision, revision.getWiring());
    }

    /** One that may be resolved along. */
    void available(Resource resource) {
        open.add(resource);
    }

    /** One that must resolve. */
    void mandatory(Resource resource) {
        open.add(resource);
        mandatory.add(resource);
    }

    /** All that there is. */
    Stream<Resource> resources() {
        return Stream.concat(wirings.keySet().stream(), open.stream());
    }

    /** Everything of a namespace that anyone has. */
    Stream<Capability> all(String namespace) {
        return Stream.concat(
                wirings.values().stream().flatMap(w -> w.getResourceCapabilities(namespace).stream()),
                open.stream().flatMap(r -> r.getCapabilities(namespace).stream()));
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return List.copyOf(mandatory);
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        List<Capability> found = new ArrayList<>();
        all(requirement.getNamespace())
                .filter(c -> Requirements.matches(requirement, c))
                .forEach(found::add);
        found.sort(Comparator.comparing((Capability c) -> !wirings.containsKey(c.getResource()))
                .thenComparing(Requirements::version, Comparator.reverseOrder())
                .thenComparing(c -> c.getResource() instanceof BundleRevision r
                        ? r.getBundle().getBundleId()
                        : Long.MAX_VALUE));
        return found;
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        int at = capabilities.size();
        capabilities.add(at, hosted);
        return at;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        return Requirements.effective(requirement);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return wirings;
    }
}
