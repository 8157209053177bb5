package io.graft.backend.jvm;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Graph;
import io.graft.api.model.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A backend without natives.
 *
 * <p><b>Lifecycle.</b> {@link #close} closes the sessions still open; it may be called twice. <b>Threading.</b> Thread-safe.
 */
final class JvmBackend implements Backend {
    private final Supplier<Kernels> kernels;
    private final Set<JvmSession> sessions = new HashSet<>();
    private boolean closed;

    JvmBackend(Supplier<Kernels> kernels) {
        this.kernels = kernels;
    }

    /** New kernels for a session; 0 threads are one, which leaves the other processors to other sessions. */
    Kernels kernels(int threads) {
        return threads < 2 ? kernels.get() : new CrewKernels(new Crew(threads), kernels);
    }

    @Override
    public List<String> unsupported(Program program) {
        return Support.missing(program);
    }

    @Override
    public Session open(Program program, SessionOptions options) {
        if (options.maxRows() < 1)
            throw new IllegalArgumentException("a session needs room for one row at least, not " + options.maxRows());
        List<String> missing = unsupported(program);
        if (!missing.isEmpty()) throw new IllegalArgumentException(String.join(" ", missing));
        List<Rule.Slot> slots = program.training().map(t -> t.rule().slots()).orElse(List.of());
        return adopt(new JvmSession(this, program, options, model(program.graph(), options.seed(), slots)));
    }

    private static Model model(Graph graph, long seed, List<Rule.Slot> slots) {
        try {
            return new Model(graph, seed, slots);
        } catch (OutOfMemoryError e) {
            long numbers = graph.parameters().stream()
                    .mapToLong(p -> p.shape().elements() * (p.trainable() ? 1L + slots.size() : 1))
                    .sum();
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    "model",
                    "The parameters and what the optimizer remembers of them need " + numbers * 4 / 1_000_000
                            + " MB, which Java's heap has not; give Java more memory (-Xmx) or make the network smaller.",
                    e);
        }
    }

    JvmSession adopt(JvmSession session) {
        synchronized (sessions) {
            if (!closed) {
                sessions.add(session);
                return session;
            }
        }
        session.close();
        throw new IllegalStateException("the backend is closed");
    }

    void forget(JvmSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }

    boolean closed() {
        synchronized (sessions) {
            return closed;
        }
    }

    @Override
    public void close() {
        List<JvmSession> open;
        synchronized (sessions) {
            closed = true;
            open = List.copyOf(sessions);
        }
        open.forEach(JvmSession::close);
    }
}
