package io.graft.backend.dl4j;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A backend over a loaded {@link Engine}.
 *
 * <p><b>Lifecycle.</b> {@link #close} closes the sessions still open; it may be called twice. <b>Threading.</b> Thread-safe.
 */
public final class Dl4jBackend implements Backend {
    private final Engine engine;
    private final int threads;
    private final ThreadGate gate;
    private final Set<Dl4jSession> sessions = new HashSet<>();
    private boolean closed;

    /**
     * A backend.
     *
     * @param engine the engine, which outlives it
     * @param gate the one gate of all backends over that engine
     * @param threads the threads of a session that does not ask for a number; 0 for the engine's own choice
     */
    public Dl4jBackend(Engine engine, ThreadGate gate, int threads) {
        this.engine = engine;
        this.threads = threads > 0 ? threads : engine.defaultThreads();
        this.gate = gate;
    }

    Engine engine() {
        return engine;
    }

    ThreadGate gate() {
        return gate;
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
        int count = options.threads() > 0 ? options.threads() : threads;
        return adopt(new Dl4jSession(this, program, options, count, new Model(program.graph(), options.seed())));
    }

    Session adopt(Dl4jSession session) {
        synchronized (sessions) {
            if (!closed) {
                sessions.add(session);
                return session;
            }
        }
        session.close();
        throw new IllegalStateException("the backend is closed");
    }

    void forget(Dl4jSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }

    /** Whether it was closed. */
    public boolean closed() {
        synchronized (sessions) {
            return closed;
        }
    }

    @Override
    public void close() {
        List<Dl4jSession> open;
        synchronized (sessions) {
            closed = true;
            open = List.copyOf(sessions);
        }
        open.forEach(Dl4jSession::close);
    }
}
