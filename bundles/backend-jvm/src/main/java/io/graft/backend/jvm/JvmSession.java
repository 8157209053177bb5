package io.graft.backend.jvm;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session over Java kernels. Plans for answers are made when they are first needed.
 *
 * <p><b>Threading.</b> For one thread at a time, any thread; a lock makes closing safe while another thread still computes.
 */
final class JvmSession implements Session {
    private final JvmBackend backend;
    private final Program program;
    private final SessionOptions options;
    private final Model model;
    private final Moment moment;
    private final Kernels kernels;
    private final Updater updater;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<List<String>, Compiler.Answering> answering = new HashMap<>();
    private Compiler.Learning learning;
    private List<String> lastNames = List.of();
    private Batch lastOutputs;
    private boolean closed;

    JvmSession(JvmBackend backend, Program program, SessionOptions options, Model model) {
        this.backend = backend;
        this.program = program;
        this.options = options;
        this.model = model;
        this.moment = new Moment(options.seed());
        this.kernels = backend.kernels(options.threads());
        this.updater = program.training()
                .map(t -> new Updater(t, model, kernels.crew()))
                .orElse(null);
        // made now, so that too little memory is said before training begins
        this.learning =
                program.training().map(t -> compiler().learning(t, updater)).orElse(null);
    }

    private Compiler compiler() {
        return new Compiler(program.graph(), model, kernels, moment, options.maxRows());
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
            if (learning == null) throw new IllegalStateException("the session was opened for answers only");
            if (batch.rows() < 1) throw new IllegalArgumentException("the batch has no rows to learn from");
            check(batch);
            long start = System.nanoTime();
            model.unsettle();
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
            updater.update(learning.gradients(), learningRate, ++moment.step);
            model.changed();
            kernels.rest(System.nanoTime() - start);
            return loss;
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
            model.settle();
            if (outputs != lastOutputs) {
                lastNames = outputs.names();
                lastOutputs = outputs;
            }
            Compiler.Answering plan = answering.get(lastNames);
            if (plan == null) answering.put(lastNames, plan = compiler().answering(lastNames));
            long start = System.nanoTime();
            answer(plan, batch, outputs);
            kernels.rest(System.nanoTime() - start);
        } finally {
            lock.unlock();
        }
    }

    private static void answer(Compiler.Answering answering, Batch batch, Batch outputs) {
        List<Tensor> results = answering.outputs();
        int rows = batch.rows();
        for (int i = 0; i < results.size(); i++) {
            Tensor result = results.get(i);
            if (outputs.isInt(i) != result.isInt())
                throw new IllegalArgumentException(
                        "'" + outputs.names().get(i) + "' must be " + (result.isInt() ? "INT" : "FLOAT"));
            int room = result.isInt() ? outputs.ints(i).length : outputs.floats(i).length;
            if (room < result.extent.at(rows))
                throw new IllegalArgumentException("'" + outputs.names().get(i) + "' of shape " + result.shape
                        + " does not fit into its place in the outputs");
        }
        answering.plan().bind(batch);
        try {
            if (rows > 0) answering.plan().run(rows);
            for (int i = 0; i < results.size(); i++) {
                Tensor result = results.get(i);
                Object into = result.isInt() ? outputs.ints(i) : outputs.floats(i);
                System.arraycopy(result.array(), 0, into, 0, result.extent.at(rows));
            }
            outputs.rows(rows);
        } finally {
            answering.plan().release();
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
            Map<String, Integer> sizes = new LinkedHashMap<>();
            tensorsHere().forEach((name, numbers) -> sizes.put(name, numbers.length));
            return sizes;
        } finally {
            lock.unlock();
        }
    }

    /** A session for answers shows what it answers with only. */
    private Map<String, float[]> tensorsHere() {
        if (updater != null) return model.tensors();
        Map<String, float[]> all = new LinkedHashMap<>();
        model.variables().forEach((name, v) -> all.put(name, v.values()));
        return all;
    }

    private float[] numbers(String name) {
        float[] numbers = tensorsHere().get(name);
        if (numbers == null) throw new IllegalArgumentException("the session has no tensor '" + name + "'");
        model.settle();
        return numbers;
    }

    @Override
    public void read(String name, FloatBuffer into) {
        begin();
        try {
            into.put(numbers(name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(String name, FloatBuffer from) {
        begin();
        try {
            from.get(numbers(name));
            model.written();
        } finally {
            lock.unlock();
        }
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
            return backend.adopt(new JvmSession(backend, Program.inference(program.graph()), options, model));
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
            answering.clear();
            learning = null;
            lastOutputs = null;
            if (kernels.crew() != Crew.ALONE) kernels.crew().close();
        } finally {
            lock.unlock();
        }
        backend.forget(this);
    }
}
