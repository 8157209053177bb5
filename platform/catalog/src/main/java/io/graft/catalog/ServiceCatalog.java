package io.graft.catalog;

import io.graft.api.ComponentName;
import io.graft.api.ComponentType;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The catalogue of a running framework: what is registered as a service, listed anew after each change.
 *
 * <p>Names are read from service properties, so listing loads no class of a plug-in.
 */
@Component(service = {Catalog.class, Admission.class})
public final class ServiceCatalog extends OfferedComponents implements Admission {
    private static final Logger LOG = System.getLogger(ServiceCatalog.class.getName());

    private final BundleContext context;
    private final ServiceListener services = event -> changed();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final Listed admitted = new Listed();
    private volatile Set<Long> hidden = Set.of();

    /** Looks at the services that this context sees. */
    @Activate
    public ServiceCatalog(BundleContext context) {
        this.context = context;
        try {
            context.addServiceListener(services, "(" + ComponentName.PROPERTY + "=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Deactivate
    void close() {
        context.removeServiceListener(services);
        listeners.clear();
    }

    private void changed() {
        changes.incrementAndGet();
        admitted.forget();
        listeners.forEach(Runnable::run);
    }

    @Override
    public Listening listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void change(Set<Long> admitted, Set<Long> nowHidden) {
        synchronized (this) {
            hidden = after(admitted, nowHidden);
        }
        changed();
    }

    private Set<Long> after(Set<Long> admitted, Set<Long> nowHidden) {
        Set<Long> next = new HashSet<>(hidden);
        next.addAll(nowHidden);
        next.removeAll(admitted);
        return Set.copyOf(next);
    }

    @Override
    public Set<Long> hidden() {
        return hidden;
    }

    @Override
    public Catalog trial(Set<Long> admitted, Set<Long> nowHidden) {
        Set<Long> without = after(admitted, nowHidden);
        Listed onTrial = new Listed();
        return new OfferedComponents() {
            @Override
            public List<Offer> offers() {
                return onTrial.without(without);
            }
        };
    }

    @Override
    public List<Offer> offers() {
        return admitted.without(hidden);
    }

    /** What was listed last, for as long as it holds. A service that is just leaving may be listed once more, hence the look at each. */
    private final class Listed {
        private volatile Listing last;

        List<Offer> without(Set<Long> without) {
            Listing known = last;
            if (known != null && known.holds(changes.get(), without)) return known.offers();
            long before = changes.get();
            Listing now = list(before, without);
            last = now;
            return now.offers();
        }

        void forget() {
            last = null;
        }
    }

    private record Listing(long change, Set<Long> without, List<ServiceReference<?>> references, List<Offer> offers) {
        boolean holds(long changes, Set<Long> now) {
            return change == changes
                    && without.equals(now)
                    && references.stream().noneMatch(r -> r.getBundle() == null);
        }
    }

    private Listing list(long change, Set<Long> without) {
        List<ServiceReference<?>> listed = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        for (Map.Entry<String, Class<?>> kind : Kinds.interfaces().entrySet())
            for (ServiceReference<?> reference : references(kind.getValue().getName())) {
                Bundle bundle = reference.getBundle();
                if (bundle == null || without.contains(bundle.getBundleId())) continue; // gone since, or not let in
                if (reference.getProperty(ComponentName.PROPERTY) instanceof String name) {
                    listed.add(reference);
                    offers.add(new Offer(
                            kind.getKey(),
                            name,
                            bundle.getVersion(),
                            bundle.getSymbolicName(),
                            bundle.getLocation(),
                            bundle.getBundleId(),
                            borrow(reference, name)));
                } else
                    LOG.log(
                            Logger.Level.WARNING,
                            "{0} offers a {1} without @ComponentName; it cannot be used.",
                            bundle.getSymbolicName(),
                            kind.getKey());
            }
        return new Listing(
                change, without, listed, offers.stream().sorted(Offer.ORDER).toList());
    }

    private ServiceReference<?>[] references(String type) {
        try {
            ServiceReference<?>[] found = context.getServiceReferences(type, null);
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
    }

    private Supplier<Use> borrow(ServiceReference<?> reference, String name) {
        return () -> {
            Object service = context.getService(reference);
            if (!(service instanceof ComponentType<?, ?> type))
                throw new PipelineException(
                        ErrorCode.PLUGIN_UNAVAILABLE,
                        "",
                        "The plug-in that offers '" + name + "' has just gone, or its component could not be created.");
            AtomicBoolean lent = new AtomicBoolean(true);
            return new Use() {
                @Override
                public ComponentType<?, ?> type() {
                    return type;
                }

                @Override
                public void close() {
                    if (lent.getAndSet(false)) context.ungetService(reference);
                }
            };
        };
    }
}
