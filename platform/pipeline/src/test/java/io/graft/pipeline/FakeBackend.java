package io.graft.pipeline;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Parameter;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes nothing: the score of class c is the id at position c. */
final class FakeBackend implements Backend {
    int sessions;
    int closed;
    final Map<String, float[]> parameters = new HashMap<>();

    @Override
    public List<String> unsupported(Program program) {
        return List.of();
    }

    @Override
    public Session open(Program program, SessionOptions options) {
        return new FakeSession(program);
    }

    @Override
    public void close() {
        closed++;
    }

    private final class FakeSession implements Session {
        private final Program program;
        private boolean over;

        FakeSession(Program program) {
            this.program = program;
            sessions++;
        }

        @Override
        public float train(Batch batch, double learningRate) {
            throw new AssertionError("nobody trains here");
        }

        @Override
        public void run(Batch batch, Batch outputs) {
            outputs.rows(batch.rows());
            int width = outputs.width(0);
            int from = Math.max(0, batch.slot("ids"));
            int length = batch.width(from);
            for (int r = 0; r < batch.rows(); r++)
                for (int c = 0; c < width; c++)
                    outputs.floats(0)[r * width + c] =
                            batch.isInt(from) ? batch.ints(from)[r * length + c] : batch.floats(from)[r * length + c];
        }

        @Override
        public Map<String, Integer> tensors() {
            Map<String, Integer> all = new LinkedHashMap<>();
            for (Parameter p : program.graph().parameters())
                all.put(p.name(), p.shape().elements());
            return all;
        }

        @Override
        public void read(String name, FloatBuffer into) {
            into.put(parameters.get(name));
        }

        @Override
        public void write(String name, FloatBuffer from) {
            float[] values = new float[from.remaining()];
            from.get(values);
            parameters.put(name, values);
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public void step(long steps) {
            throw new AssertionError("nobody trains here");
        }

        @Override
        public Session share() {
            return new FakeSession(program);
        }

        @Override
        public void close() {
            if (!over) sessions--;
            over = true;
        }
    }
}
