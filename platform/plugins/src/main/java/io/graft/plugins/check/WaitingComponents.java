package io.graft.plugins.check;

import io.graft.plugins.Diagnosis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.resource.Capability;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Follows components that wait for services down to the one that is the cause. */
final class WaitingComponents {
    private static final String SERVICE = "osgi.service";
    private static final String REQUIRE = "require";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Nearby nearby;

    WaitingComponents(BundleContext context, ServiceComponentRuntime runtime, Nearby nearby) {
        this.context = context;
        this.runtime = runtime;
        this.nearby = nearby;
    }

    List<Diagnosis> of(Bundle bundle) {
        List<Diagnosis> found = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle))
            why(component, new ArrayList<>())
                    .ifPresent(cause -> found.add(new Diagnosis(
                            bundle.getSymbolicName(),
                            name(component) + " of " + Diagnoses.name(bundle) + " " + cause,
                            raw(component))));
        return found;
    }

    /** Why a component is not there, as the rest of a sentence; empty when it is. */
    private Optional<String> why(ComponentDescriptionDTO component, List<String> asking) {
        if (asking.contains(name(component)))
            return Optional.of(
                    "waits for itself: " + Requirements.join(Stream.concat(asking.stream(), Stream.of(name(component))))
                            + ". Make one of these references optional.");
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty()) {
            if (REQUIRE.equals(component.configurationPolicy)) return Optional.of(unconfigured(component));
            return runtime.isComponentEnabled(component) ? Optional.empty() : Optional.of("is disabled.");
        }
        for (ComponentConfigurationDTO c : configurations) {
            switch (c.state) {
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> {
                    return Optional.of("could not be activated: " + cause(c.failure) + ".");
                }
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> {
                    return Optional.of(unconfigured(component));
                }
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                    for (UnsatisfiedReferenceDTO missing : c.unsatisfiedReferences)
                        return Optional.of(missing(component, missing, asking));
                }
                default -> {
                    // active, or would be when someone asks for it
                }
            }
        }
        return Optional.empty();
    }

    private static String unconfigured(ComponentDescriptionDTO component) {
        return "waits for a configuration"
                + (component.configurationPid.length == 0 ? "" : " of " + component.configurationPid[0])
                + ", and there is none.";
    }

    private String missing(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing, List<String> asking) {
        String type = Arrays.stream(component.references)
                .filter(r -> r.name.equals(missing.name))
                .map((ReferenceDTO r) -> r.interfaceName)
                .findFirst()
                .orElse(missing.name);
        String target = missing.target == null ? "" : " with " + missing.target;
        String waits = "waits for " + type + target;
        if (context.getServiceReference(type) != null && !target.isEmpty())
            return waits + "; there is one, but not like that.";
        asking.add(name(component));
        for (ComponentDescriptionDTO other : runtime.getComponentDescriptionDTOs()) {
            if (!Arrays.asList(other.serviceInterfaces).contains(type)) continue;
            Optional<String> cause = why(other, asking);
            if (cause.isPresent())
                return waits + ", which " + name(other) + " of " + other.bundle.symbolicName + " offers, but that "
                        + cause.get();
        }
        return waits + whence(type);
    }

    /** Where a service could come from that no component offers. */
    private String whence(String type) {
        for (Bundle bundle : context.getBundles()) {
            boolean offers = headers(bundle).map(r -> offers(r, type)).orElse(false);
            if (!offers || bundle.getState() == Bundle.ACTIVE) continue;
            if (bundle.getState() != Bundle.INSTALLED)
                return ", which " + Diagnoses.name(bundle) + " offers, but that does not run.";
            String why = new DryResolve(context, nearby)
                    .explain(bundle)
                    .map(Explanation::sentence)
                    .orElse("nobody started it.");
            return ", which " + Diagnoses.name(bundle) + " offers, but that does not resolve: " + why;
        }
        for (JarResource jar : nearby.jars())
            if (offers(jar, type)) return "; " + jar + " offers it (" + jar.place() + "): install that too.";
        return ", and nothing that is installed offers it.";
    }

    private static Optional<JarResource> headers(Bundle bundle) {
        if (bundle.getBundleId() == 0) return Optional.empty();
        try {
            java.util.Map<String, String> headers = new java.util.HashMap<>();
            var all = bundle.getHeaders("");
            for (String key : java.util.Collections.list(all.keys())) headers.put(key, all.get(key));
            return headers.containsKey("Bundle-SymbolicName")
                    ? Optional.of(JarResource.of(headers, ""))
                    : Optional.empty();
        } catch (RejectedJar e) {
            return Optional.empty();
        }
    }

    private static boolean offers(JarResource jar, String type) {
        for (Capability c : jar.getCapabilities(SERVICE)) {
            Object types = c.getAttributes().get("objectClass");
            if (type.equals(types) || (types instanceof Collection<?> several && several.contains(type))) return true;
        }
        return false;
    }

    private static String name(ComponentDescriptionDTO component) {
        return component.name.substring(component.name.lastIndexOf('.') + 1);
    }

    /** The innermost cause of a stack trace. */
    private static String cause(String failure) {
        if (failure == null) return "the log says why";
        String begins = "Caused by: ";
        List<String> lines = failure.lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        return lines.stream()
                .filter(l -> l.startsWith(begins))
                .reduce((a, b) -> b)
                .map(l -> l.substring(begins.length()))
                .orElse(first)
                .strip();
    }

    private List<String> raw(ComponentDescriptionDTO component) {
        List<String> lines = new ArrayList<>();
        lines.add("component " + component.name + " (" + component.implementationClass + ")");
        for (ComponentConfigurationDTO c : runtime.getComponentConfigurationDTOs(component)) {
            lines.add("state " + c.state);
            for (UnsatisfiedReferenceDTO r : c.unsatisfiedReferences)
                lines.add("unsatisfied reference " + r.name + (r.target == null ? "" : " " + r.target));
            if (c.failure != null) c.failure.lines().limit(30).forEach(lines::add);
        }
        return lines;
    }
}
