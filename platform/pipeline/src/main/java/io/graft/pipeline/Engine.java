package io.graft.pipeline;

import io.graft.api.PipelineException;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.catalog.Offer;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A backend that has compiled a network and holds its parameters. Generations that compute the same with the same backend share one, so
 * that a step can be swapped without loading anything.
 *
 * <p><b>Lifecycle.</b> Freed when the last that shares it lets it go. <b>Threading.</b> Thread-safe.
 */
final class Engine {
    /** What must be equal for an engine to be shared. */
    private record Key(
            Graph graph,
            String model,
            int rows,
            int threads,
            boolean automatic,
            String name,
            String range,
            Tree settings) {

        static Key of(Graph graph, Model model, Descriptor d) {
            Reference b = d.backend();
            return new Key(
                    graph,
                    model.pipeline() + " " + model.version(),
                    d.serve().batch().max(),
                    d.train().threads(),
                    d.automaticBackend(),
                    b.name(),
                    b.versionRange(),
                    b.settings());
        }
    }

    private final Key key;
    private final Backends.Opened backend;
    private final ReentrantLock sharing = new ReentrantLock();
    private volatile Session session;
    private final List<String> untrained;
    private int users = 1;

    private Engine(Key key, Backends.Opened backend, Session session, List<String> untrained) {
        this.key = key;
        this.backend = backend;
        this.session = session;
        this.untrained = List.copyOf(untrained);
    }

    /**
     * Opens a backend and loads the parameters that fit.
     *
     * @param parameters asked once
     */
    static Engine open(Assembly assembly, Graph graph, Model model, Supplier<Map<String, float[]>> parameters) {
        Program program = Program.inference(graph);
        Backends.Opened backend =
                Backends.open(assembly, program, model.provenance().backend());
        try {
            Map<String, float[]> trained = fitting(graph, model, parameters.get());
            Session session = backend.session(
                    Program.inference(beginningAtZero(graph, trained.keySet())),
                    new SessionOptions(
                            assembly.descriptor().serve().batch().max(),
                            model.provenance().seed(),
                            assembly.descriptor().train().threads()));
            trained.forEach((name, values) -> session.write(name, FloatBuffer.wrap(values)));
            List<String> untrained = graph.parameters().stream()
                    .map(Parameter::name)
                    .filter(name -> !trained.containsKey(name))
                    .toList();
            return new Engine(Key.of(graph, model, assembly.descriptor()), backend, session, untrained);
        } catch (RuntimeException | Error e) {
            try {
                backend.close(); // closes its sessions too
            } catch (PipelineException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static Map<String, float[]> fitting(Graph graph, Model model, Map<String, float[]> trained) {
        Map<String, float[]> fitting = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            float[] values = trained.get(p.name());
            boolean fits = model.graph()
                    .parameter(p.name())
                    .filter(before -> before.shape().equals(p.shape()))
                    .isPresent();
            if (fits && values != null) fitting.put(p.name(), values);
        }
        return fitting;
    }

    /** So that nothing random is drawn for parameters that are written at once. */
    private static Graph beginningAtZero(Graph graph, Set<String> names) {
        List<Parameter> parameters = graph.parameters().stream()
                .map(p -> names.contains(p.name())
                        ? new Parameter(p.name(), p.shape(), Initializer.zeros(), p.trainable(), p.place())
                        : p)
                .toList();
        return new Graph(graph.inputs(), parameters, graph.operators(), graph.outputs(), graph.values());
    }

    /** Shares it when it computes just that with a backend that is offered still; the caller lets it go one day. */
    boolean share(Graph graph, Model model, Assembly assembly) {
        if (!key.equals(Key.of(graph, model, assembly.descriptor()))) return false;
        Reference name = backend.part().reference();
        Offer now;
        try {
            now = assembly.catalog().find(List.of("backend"), name);
        } catch (PipelineException e) {
            return false;
        }
        assembly.contexts().underway().enter(name, now);
        try {
            if (!backend.part().among(List.of(now))) return false;
        } finally {
            assembly.contexts().underway().leave();
        }
        synchronized (this) {
            if (users == 0) return false;
            users++;
            return true;
        }
    }

    /** A session of its own over the parameters. */
    Session session() {
        sharing.lock(); // a session is for one thread at a time
        try {
            return session.share();
        } finally {
            sharing.unlock();
        }
    }

    Part part() {
        return backend.part();
    }

    /** The parameters that the model does not have, in the order of the graph; they have their initial values. */
    List<String> untrained() {
        return untrained;
    }

    /** Lets it go. Nobody asks for a session any more when the last does. */
    void close() {
        synchronized (this) {
            if (--users > 0) return;
        }
        try {
            session.close();
        } finally {
            session = null; // parameters may lie on the heap
            backend.close();
        }
    }
}
