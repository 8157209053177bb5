package io.graft.training;

import io.graft.api.ComponentType;
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Reference;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is on loan. */
final class CountingCatalog implements Catalog {
    private final Catalog catalog;
    private final AtomicInteger lent = new AtomicInteger();

    CountingCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    int lent() {
        return lent.get();
    }

    private Offer counted(Offer o) {
        return new Offer(o.kind(), o.name(), o.version(), o.plugin(), o.location(), o.bundle(), () -> lend(o.use()));
    }

    private Use lend(Use use) {
        lent.incrementAndGet();
        return new Use() {
            private boolean back;

            @Override
            public ComponentType<?, ?> type() {
                return use.type();
            }

            @Override
            public void close() {
                use.close();
                if (!back) lent.decrementAndGet();
                back = true;
            }
        };
    }

    @Override
    public List<Offer> offers() {
        return catalog.offers().stream().map(this::counted).toList();
    }

    @Override
    public Offer find(List<String> kinds, Reference reference) {
        return counted(catalog.find(kinds, reference));
    }

    @Override
    public SortedSet<String> names(String kind) {
        return catalog.names(kind);
    }

    @Override
    public SortedSet<String> kindsOf(String name) {
        return catalog.kindsOf(name);
    }

    @Override
    public List<String> versions(String kind, String name) {
        return catalog.versions(kind, name);
    }

    @Override
    public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
        return catalog.settingsType(kind, reference);
    }
}
