package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One immutable assembly of a trained pipeline: its steps, its graph, its parameters in a backend.
 *
 * <p><b>Lifecycle.</b> Assembled from a model, closed when it is no longer used; workers are closed before.
 *
 * <p><b>Threading.</b> Thread-safe; each thread that wants answers has a {@link Worker} of its own.
 */
public final class Generation implements AutoCloseable {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    private final Model model;
    private final Assembly assembly;
    private final Backends.Opened backend;
    private final Session session;

    private Generation(Model model, Assembly assembly, Backends.Opened backend, Session session) {
        this.model = model;
        this.assembly = assembly;
        this.backend = backend;
        this.session = session;
    }

    /**
     * Assembles a model.
     *
     * @param warnings takes what components want to tell
     * @throws PipelineException of code PLUGIN_UNAVAILABLE when a component of it is not installed
     */
    public static Generation of(Catalog catalog, Model model, Consumer<String> warnings) {
        Assembly assembly = Assembly.of(catalog, descriptor(catalog, model), new LearnedState(model.state()), warnings);
        Backends.Opened backend = null;
        try {
            Program program = Program.inference(model.graph());
            backend = Backends.open(assembly, program);
            int rows = assembly.descriptor().serve().batch().max();
            Session session = backend.session(
                    program,
                    new SessionOptions(
                            rows,
                            model.provenance().seed(),
                            assembly.descriptor().train().threads()));
            for (Map.Entry<String, float[]> p : model.parameters().entrySet())
                session.write(p.getKey(), FloatBuffer.wrap(p.getValue()));
            return new Generation(model, assembly, backend, session);
        } catch (RuntimeException | Error e) {
            if (backend != null) backend.close();
            assembly.close();
            throw e;
        }
    }

    private static Descriptor descriptor(Catalog catalog, Model model) {
        String name = model.pipeline() + " " + model.version();
        try {
            DescriptorReader reader =
                    new DescriptorReader(variable -> Objects.requireNonNullElse(System.getenv(variable), ""));
            Tree tree = reader.read(model.descriptor(), Format.YAML, name, variables(model.descriptor()));
            return DescriptorCheck.parse(tree, Path.of(""), catalog);
        } catch (DescriptorException e) {
            List<Problem> missing = e.problems().stream()
                    .filter(p -> p.code() == ErrorCode.UNKNOWN_COMPONENT || p.code() == ErrorCode.PLUGIN_UNAVAILABLE)
                    .toList();
            if (missing.isEmpty()) throw e;
            throw new PipelineException(
                    ErrorCode.PLUGIN_UNAVAILABLE,
                    missing.get(0).path(),
                    "The model " + name + " needs plug-ins that are not installed. "
                            + missing.stream().map(Problem::sentence).collect(Collectors.joining(" ")),
                    e);
        }
    }

    /** The variables in the descriptor of a model; those that are not set any more name data, which answers do not need. */
    private static Set<String> variables(String descriptor) {
        return VARIABLE.matcher(descriptor).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }

    /** The model it was assembled from. */
    public Model model() {
        return model;
    }

    /** Its assembly. */
    public Assembly assembly() {
        return assembly;
    }

    /** The name of its backend. */
    public String backend() {
        return backend.name();
    }

    /** A session of its own over the parameters, for one thread. */
    public Session session() {
        return session.share();
    }

    /** A worker for one thread, with room for a batch. */
    public Worker worker() {
        return new Worker(
                model,
                assembly,
                session.share(),
                assembly.descriptor().serve().batch().max());
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            try {
                backend.close();
            } finally {
                assembly.close();
            }
        }
    }
}
