package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.descriptor.SettingsBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the components that a descriptor names, binds their settings, and keeps what was borrowed until it is closed. */
final class Binding implements AutoCloseable {
    private final Catalog catalog;
    private final Contexts contexts;
    private final Consumer<Problem> problems;
    private final List<Borrowed> borrowed = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private record Borrowed(Reference reference, Offer offer, Use use) {}

    Binding(Catalog catalog, Contexts contexts, Consumer<Problem> problems) {
        this.catalog = catalog;
        this.contexts = contexts;
        this.problems = problems;
    }

    /** The part that a reference means; empty when there was a problem, which has been told. */
    Optional<Part> part(List<String> kinds, Reference reference) {
        try {
            return bind(kinds, reference);
        } catch (PipelineException e) {
            problems.accept(problem(reference, e));
            return Optional.empty();
        }
    }

    static Problem problem(Reference reference, PipelineException e) {
        return new Problem(
                e.code(),
                reference.location().file(),
                reference.location().line(),
                e.at().isEmpty() ? reference.path() : e.at(),
                e.getMessage());
    }

    private Optional<Part> bind(List<String> kinds, Reference reference) {
        Offer offer = catalog.find(kinds, reference);
        Use use;
        Class<? extends Record> type;
        contexts.underway().enter(reference, offer);
        try {
            use = offer.use();
            borrowed.add(new Borrowed(reference, offer, use));
            type = use.type().settings();
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw Part.failed(reference, offer, "could not tell the settings of '" + reference.name() + "': " + e, e);
        } finally {
            contexts.underway().leave();
        }
        if (type == null)
            throw Part.failed(reference, offer, "names no settings record for '" + reference.name() + "'", null);
        return new SettingsBinder()
                .bind(type, reference.settings(), reference.settings().path(), problems, this::nested)
                .map(settings -> {
                    Part part = new Part(reference, offer, use.type(), settings);
                    parts.add(part);
                    return part;
                });
    }

    /** All parts so far, those inside the settings of others too. */
    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** A component inside the settings of another; a layer opens its own scope when it is built. */
    private Object nested(String kind, Reference reference) {
        Optional<Part> part = bind(List.of(kind), reference);
        if (part.isEmpty())
            throw new PipelineException(
                    ErrorCode.BAD_SETTING, reference.path(), "The settings of '" + reference.name() + "' are wrong.");
        Object created = part.get().create(Object.class, contexts.of(reference));
        return created instanceof Layer layer ? scoped(layer, reference) : created;
    }

    /** The layer in a scope named after its place, e.g. {@code branches.0.1.dense}. */
    static Layer scoped(Layer layer, Reference reference) {
        return new ScopedLayer(scope(reference), reference.path(), layer);
    }

    private record ScopedLayer(String scope, String at, Layer layer) implements Layer {
        @SuppressWarnings("try") // a scope is only opened and closed
        @Override
        public Value build(GraphBuilder graph, Value input) {
            try (GraphBuilder.Scope s = graph.scope(scope, at)) {
                return layer.build(graph, input);
            }
        }

        @SuppressWarnings("try") // a scope is only opened and closed
        @Override
        public Value build(GraphBuilder graph, List<Value> inputs) {
            try (GraphBuilder.Scope s = graph.scope(scope, at)) {
                return layer.build(graph, inputs);
            }
        }
    }

    /** {@code model.layers[2]} of a dense layer gives {@code layers.2.dense}; inside another layer, only the part below that one. */
    private static String scope(Reference reference) {
        String path = reference.path();
        int outer = path.lastIndexOf("layers[");
        int branches = path.lastIndexOf("branches[");
        String last = path.substring(Math.max(Math.max(outer, branches), 0));
        return last.replace("[", ".").replace("]", "") + "." + reference.name();
    }

    @Override
    public void close() {
        for (Borrowed b : borrowed) {
            contexts.underway().enter(b.reference, b.offer); // the last use of a component ends it
            try {
                b.use.close();
            } finally {
                contexts.underway().leave();
            }
        }
        borrowed.clear();
        parts.clear();
    }
}
