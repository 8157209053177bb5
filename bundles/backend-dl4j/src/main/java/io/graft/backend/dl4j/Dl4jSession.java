package io.graft.backend.dl4j;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session over ND4J's kernels. Plans are made when they are first needed.
 *
 * <p><b>Threading.</b> For one thread at a time, any thread; a lock makes closing safe while another thread still computes.
 */
final class Dl4jSession implements Session {
    private final Dl4jBackend backend;
    private final Program program;
    private final SessionOptions options;
    private final int threads;
    private final Model model;
    private final Moment moment;
    private final Optional<Updater> updater;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<List<String>, Compiler.Answering> answering = new HashMap<>();
    private Compiler.Learning learning;
    private boolean closed;

    Dl4jSession(Dl4jBackend backend, Program program, SessionOptions options, int threads, Model model) {
        this.backend = backend;
        this.program = program;
        this.options = options;
        this.threads = threads;
        this.model = model;
        this.moment = new Moment(options.seed());
        this.updater =
                program.training().map(t -> new Updater(t, model.variables().values()));
    }

    private Compiler compiler() {
        return new Compiler(backend.engine(), program.graph(), model.variables(), moment, options.maxRows());
    }

    private void begin() {
        lock.lock();
        if (!closed) return;
        lock.unlock();
        throw new IllegalStateException("the session is closed");
    }

    @Override
    public float train(Batch batch, double learningRate) {
        begin();
        try {
            Program.Training training = program.training()
                    .orElseThrow(() -> new IllegalStateException("the session was opened for answers only"));
            if (batch.rows() == 0) throw new IllegalArgumentException("the batch has no rows to learn from");
            check(batch);
            backend.gate().enter(threads);
            try {
                if (learning == null) learning = compiler().learning(training);
                learning.plan().bind(batch);
                try {
                    learning.plan().run(batch.rows());
                } catch (RuntimeException e) {
                    learning.gradients().forEach(Gradient::clear);
                    throw e;
                } finally {
                    learning.plan().release();
                }
                float loss = learning.loss().floats()[0];
                updater.orElseThrow().update(learning.gradients(), learningRate, ++moment.step);
                return loss;
            } finally {
                backend.gate().leave();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run(Batch batch, Batch outputs) {
        begin();
        try {
            check(batch);
            if (outputs.capacity() < batch.rows())
                throw new IllegalArgumentException(
                        "the outputs have room for " + outputs.capacity() + " rows, not for " + batch.rows());
            if (batch.rows() == 0) {
                outputs.rows(0);
                return;
            }
            backend.gate().enter(threads);
            try {
                Compiler.Answering plan = answering.get(outputs.names());
                if (plan == null)
                    answering.put(outputs.names(), plan = compiler().answering(outputs.names()));
                answer(plan, batch, outputs);
            } finally {
                backend.gate().leave();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void answer(Compiler.Answering answering, Batch batch, Batch outputs) {
        answering.plan().bind(batch);
        List<Host> hosts = answering.outputs();
        try {
            for (int i = 0; i < hosts.size(); i++) {
                Host host = hosts.get(i);
                boolean ints = host.type == ElementType.INT;
                if (outputs.isInt(i) != ints)
                    throw new IllegalArgumentException("'" + host.input + "' must be " + host.type);
                int room = ints ? outputs.ints(i).length : outputs.floats(i).length;
                if (room < Sizes.elements(host.shape, batch.rows()))
                    throw new IllegalArgumentException("'" + host.input + "' of shape " + host.shape
                            + " does not fit into its place in the outputs");
                host.bind(ints ? outputs.ints(i) : outputs.floats(i));
            }
            answering.plan().run(batch.rows());
            outputs.rows(batch.rows());
        } finally {
            answering.plan().release();
            for (Host host : hosts) host.bind(null);
        }
    }

    private void check(Batch batch) {
        if (batch.rows() > options.maxRows())
            throw new IllegalArgumentException(
                    "a batch of " + batch.rows() + " rows is more than the " + options.maxRows() + " of this session");
    }

    @Override
    public Map<String, Integer> tensors() {
        begin();
        try {
            Map<String, Integer> all = new LinkedHashMap<>();
            model.variables().forEach((name, v) -> all.put(name, v.values().length));
            updater.ifPresent(u -> u.tensors().forEach((name, array) -> all.put(name, array.length)));
            return all;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void read(String name, FloatBuffer into) {
        begin();
        try {
            Variable variable = model.variables().get(name);
            if (variable != null) variable.read(into);
            else into.put(slot(name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(String name, FloatBuffer from) {
        begin();
        try {
            Variable variable = model.variables().get(name);
            if (variable != null) variable.write(from);
            else from.get(slot(name));
        } finally {
            lock.unlock();
        }
    }

    private float[] slot(String name) {
        float[] array = updater.map(u -> u.tensors().get(name)).orElse(null);
        if (array == null) throw new IllegalArgumentException("the session has no tensor '" + name + "'");
        return array;
    }

    @Override
    public long step() {
        begin();
        try {
            return moment.step;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void step(long steps) {
        begin();
        try {
            moment.step = steps;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Session share() {
        begin();
        try {
            model.join();
            return backend.adopt(new Dl4jSession(backend, Program.inference(program.graph()), options, threads, model));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            if (learning != null) learning.plan().close();
            answering.values().forEach(a -> a.plan().close());
            answering.clear();
            learning = null;
            model.leave();
        } finally {
            lock.unlock();
        }
        backend.forget(this);
    }
}
