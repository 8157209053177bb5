package io.graft.catalog;

import io.graft.api.ComponentType;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Version;

/** A catalogue of components that never change, for programs and tests without a framework. Immutable. */
public final class FixedCatalog extends OfferedComponents {
    private final List<Offer> offers;

    /** A catalogue of these component types, by the names that descriptors write. */
    public FixedCatalog(Map<String, ComponentType<?, ?>> types) {
        offers = types.entrySet().stream()
                .map(e -> new Offer(
                        Kinds.of(e.getValue()), e.getKey(), Version.emptyVersion, "fixed", "", 0, fixed(e.getValue())))
                .sorted(Offer.ORDER)
                .toList();
    }

    private static Supplier<Use> fixed(ComponentType<?, ?> type) {
        return () -> new Use() {
            @Override
            public ComponentType<?, ?> type() {
                return type;
            }

            @Override
            public void close() {
                // nothing was borrowed
            }
        };
    }

    @Override
    public List<Offer> offers() {
        return offers;
    }
}
