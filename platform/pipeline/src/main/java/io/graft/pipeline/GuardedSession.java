package io.graft.pipeline;

import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A session whose faults name its plug-in.
 *
 * @param part the backend
 * @param session what it opened
 */
record GuardedSession(Part part, Session session) implements Session {
    private static final String FAILED = "failed while computing";

    @Override
    public float train(Batch batch, double learningRate) {
        return part.guarded(FAILED, () -> session.train(batch, learningRate));
    }

    @Override
    public void run(Batch batch, Batch outputs) {
        part.guarded(FAILED, () -> {
            session.run(batch, outputs);
            return true;
        });
    }

    @Override
    public Map<String, Integer> tensors() {
        return part.guarded(FAILED, session::tensors);
    }

    @Override
    public void read(String name, FloatBuffer into) {
        part.guarded(FAILED, () -> {
            session.read(name, into);
            return true;
        });
    }

    @Override
    public void write(String name, FloatBuffer from) {
        part.guarded(FAILED, () -> {
            session.write(name, from);
            return true;
        });
    }

    @Override
    public long step() {
        return session.step();
    }

    @Override
    public void step(long steps) {
        session.step(steps);
    }

    @Override
    public Session share() {
        return new GuardedSession(part, part.guarded(FAILED, session::share));
    }

    @Override
    public void close() {
        session.close();
    }
}
