package io.graft.testkit;

import io.graft.api.Context;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * A backend that is slow and right: the {@link ReferenceInterpreter}, with gradients by {@link CentralDifferences}.
 *
 * <p>For tests of everything that needs some backend, and to compare real ones with. A training step computes the graph twice for each
 * element of each parameter, so keep networks tiny.
 */
public final class ReferenceBackend implements Backend {
    private final List<ReferenceSession> open = new ArrayList<>();
    private boolean closed;

    /** The type, for tests that want one. */
    public static final class Type implements BackendType<Settings> {
        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Backend create(Settings settings, Context context) {
            return new ReferenceBackend();
        }

        @Override
        public Availability availability() {
            return Availability.on("float64, plain loops");
        }
    }

    /** Nothing to set. */
    public record Settings() {}

    @Override
    public List<String> unsupported(Program program) {
        List<String> sentences = new ArrayList<>();
        for (Operator op : program.graph().operators())
            if (!ReferenceInterpreter.operators().contains(op.type()))
                sentences.add("The reference does not know the operator " + op.type() + " of " + op.place() + ".");
        return sentences;
    }

    @Override
    public synchronized Session open(Program program, SessionOptions options) {
        if (closed) throw new IllegalStateException("the backend is closed");
        ReferenceSession session = new ReferenceSession(program, options, this);
        open.add(session);
        return session;
    }

    synchronized void opened(ReferenceSession session) {
        open.add(session);
    }

    synchronized void closed(ReferenceSession session) {
        open.remove(session);
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ReferenceSession session : List.copyOf(open)) session.close();
    }
}
