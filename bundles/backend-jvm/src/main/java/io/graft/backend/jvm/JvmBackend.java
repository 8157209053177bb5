package io.graft.backend.jvm;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
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

    Kernels kernels() {
        return kernels.get();
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
        Model model = new Model(
                program.graph(),
                options.seed(),
                program.training().map(t -> t.rule().slots()).orElse(List.of()));
        return adopt(new JvmSession(this, program, options, model));
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
