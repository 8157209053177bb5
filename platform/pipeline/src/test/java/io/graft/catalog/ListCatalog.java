package io.graft.catalog;

import io.graft.api.ComponentType;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Version;

/** A catalogue for tests: several components may have one name, and what is borrowed is counted. */
public final class ListCatalog extends OfferedComponents {
    private final List<Offer> offers = new ArrayList<>();

    /** How many uses were begun. */
    public int begun;

    /** How many were given back. */
    public int closed;

    /** Offers a component. */
    public ListCatalog add(String name, ComponentType<?, ?> type) {
        return add(name, type, "fakes");
    }

    /** Offers a component of a plug-in. */
    public ListCatalog add(String name, ComponentType<?, ?> type, String plugin) {
        offers.add(new Offer(Kinds.of(type), name, new Version(1, 2, 3), plugin, "", 0, () -> new Loan(type)));
        return this;
    }

    /** Takes a component away. */
    public void remove(String name) {
        offers.removeIf(o -> o.name().equals(name));
    }

    @Override
    public List<Offer> offers() {
        return List.copyOf(offers);
    }

    private final class Loan implements Use {
        private final ComponentType<?, ?> type;
        private boolean over;

        Loan(ComponentType<?, ?> type) {
            this.type = type;
            begun++;
        }

        @Override
        public ComponentType<?, ?> type() {
            return type;
        }

        @Override
        public void close() {
            if (!over) closed++;
            over = true;
        }
    }
}
