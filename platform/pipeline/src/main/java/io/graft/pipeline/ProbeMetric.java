package io.graft.pipeline;

import io.graft.api.model.Metric;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Location;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metric that judges a generation, {@code serve.probe.metric}: the one among the descriptor's metrics, with its settings, or else
 * the catalogue's of that name.
 *
 * <p><b>Lifecycle.</b> What it borrows from a plug-in is given back by {@link #close}.
 */
public final class ProbeMetric implements AutoCloseable {
    private static final String AT = "serve.probe.metric";

    private final String name;
    private final Metric metric;
    private final Runnable giveBack;

    private ProbeMetric(String name, Metric metric, Runnable giveBack) {
        this.name = name;
        this.metric = metric;
        this.giveBack = giveBack;
    }

    /**
     * The metric of an assembly.
     *
     * @throws DescriptorException when there is none of that name, or when it cannot do without settings
     */
    public static ProbeMetric of(Assembly assembly) {
        String name = assembly.descriptor().serve().probe().metric();
        Metric own = assembly.metrics().get(name);
        return own != null ? new ProbeMetric(name, own, () -> {}) : found(assembly, name);
    }

    private static ProbeMetric found(Assembly assembly, String name) {
        List<Problem> problems = new ArrayList<>();
        Binding binding = new Binding(assembly.catalog(), assembly.contexts(), problems::add);
        try {
            Reference reference = new Reference("metric", name, "", Tree.map(Location.NONE), AT, Location.NONE);
            Optional<Part> part = binding.part(List.of("metric"), reference);
            if (part.isEmpty()) throw new DescriptorException(problems);
            Metric made = part.get().create(Metric.class, assembly.context(reference));
            return new ProbeMetric(name, new GuardedMetric(part.get(), made), binding::close);
        } catch (RuntimeException | Error e) {
            binding.close();
            throw e;
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The metric; its faults name its plug-in. */
    public Metric metric() {
        return metric;
    }

    @Override
    public void close() {
        giveBack.run();
    }
}
