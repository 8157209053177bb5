package io.graft.catalog;

import io.graft.api.ComponentType;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Version;

/** A catalogue for tests whose bundles come, go and are hidden as in a framework. */
public final class BundleCatalog extends OfferedComponents implements Admission {
    private final List<Offer> all = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, AtomicInteger> lent = new ConcurrentHashMap<>();
    private volatile Set<Long> hidden = Set.of();

    /** What happens when a component of a bundle is borrowed, as when it is activated. */
    public volatile java.util.function.LongConsumer lending = bundle -> {};

    /** What happens when the last component of a bundle is given back, as when it is deactivated. */
    public volatile java.util.function.LongConsumer givingBack = bundle -> {};

    /** Offers a component of a bundle. */
    public BundleCatalog add(long bundle, String plugin, String version, String name, ComponentType<?, ?> type) {
        Offer[] offer = new Offer[1];
        offer[0] = new Offer(
                Kinds.of(type), name, new Version(version), plugin, "", bundle, () -> lend(offer[0], bundle, type));
        all.add(offer[0]);
        changed();
        return this;
    }

    private Use lend(Offer offer, long bundle, ComponentType<?, ?> type) {
        if (!all.contains(offer))
            throw new PipelineException(ErrorCode.PLUGIN_UNAVAILABLE, "", offer + " has just gone.");
        lending.accept(bundle);
        AtomicInteger count = lent.computeIfAbsent(bundle, b -> new AtomicInteger());
        count.incrementAndGet();
        return new Use() {
            private boolean over;

            @Override
            public ComponentType<?, ?> type() {
                return type;
            }

            @Override
            public void close() {
                if (!over && count.get() == 1) givingBack.accept(bundle);
                if (!over) count.decrementAndGet();
                over = true;
            }
        };
    }

    /** Takes all components of a bundle away. */
    public void remove(long bundle) {
        all.removeIf(o -> o.bundle() == bundle);
        changed();
    }

    /** How many components of a bundle are borrowed. */
    public int lent(long bundle) {
        AtomicInteger count = lent.get(bundle);
        return count == null ? 0 : count.get();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public List<Offer> offers() {
        return without(hidden);
    }

    private List<Offer> without(Set<Long> bundles) {
        return all.stream()
                .filter(o -> !bundles.contains(o.bundle()))
                .sorted(Offer.ORDER)
                .toList();
    }

    @Override
    public void change(Set<Long> admitted, Set<Long> nowHidden) {
        hidden = after(admitted, nowHidden);
        changed();
    }

    private Set<Long> after(Set<Long> admitted, Set<Long> nowHidden) {
        Set<Long> next = new HashSet<>(hidden);
        next.addAll(nowHidden);
        next.removeAll(admitted);
        return Set.copyOf(next);
    }

    @Override
    public Catalog trial(Set<Long> admitted, Set<Long> nowHidden) {
        Set<Long> without = after(admitted, nowHidden);
        return new OfferedComponents() {
            @Override
            public List<Offer> offers() {
                return new ArrayList<>(without(without));
            }
        };
    }

    @Override
    public Set<Long> hidden() {
        return hidden;
    }

    @Override
    public Listening listen(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
