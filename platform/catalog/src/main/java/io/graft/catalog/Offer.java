package io.graft.catalog;

import java.util.Comparator;
import java.util.function.Supplier;
import org.osgi.framework.Version;

/**
 * A component that a plug-in offers.
 *
 * @param kind e.g. {@code tokenizer}
 * @param name as a descriptor writes it
 * @param version the plug-in's
 * @param plugin the plug-in's symbolic name
 * @param location where the plug-in's bundle was installed from, or an empty string
 * @param bundle the id of the plug-in's bundle; of two copies of one version, the later has the greater; 0 outside a framework
 * @param service lends the component type
 */
public record Offer(
        String kind, String name, Version version, String plugin, String location, long bundle, Supplier<Use> service) {
    static final Comparator<Offer> ORDER = Comparator.comparing(
                    (Offer o) -> Kinds.names().indexOf(o.kind()))
            .thenComparing(Offer::name)
            .thenComparing(Offer::version)
            .thenComparing(Offer::plugin)
            .thenComparing(Offer::bundle);

    /** Borrows the component type; give it back by closing, so that the plug-in can leave. */
    public Use use() {
        return service.get();
    }

    @Override
    public String toString() {
        return kind + " '" + name + "' of " + plugin + " " + version;
    }
}
