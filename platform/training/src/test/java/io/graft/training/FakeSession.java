package io.graft.training;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.pipeline.Network;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * A session that does no learning worth the name, but whose parameters depend on every row, its order, the rate and an optimizer's memory,
 * to the last bit: a run that was resumed wrongly ends elsewhere.
 */
final class FakeSession implements Session {
    /** The first number of every row trained on, a list for each step. */
    final List<List<Float>> batches = new ArrayList<>();

    /** The rates of the steps. */
    final List<Double> rates = new ArrayList<>();

    /** Is told the number of a step before it is made, from 0. */
    LongConsumer before = step -> {};

    /** The training loss of a step, or null for the usual one. */
    LongFunction<Float> trainingLoss = step -> null;

    /** The loss when judged after so many steps, or null for the usual one. */
    LongFunction<Float> judgedLoss = step -> null;

    boolean closed;

    /** What closing throws, or null. */
    RuntimeException stuck;

    private final Graph graph;
    private final String slot;
    private final Map<String, float[]> tensors = new LinkedHashMap<>();
    private long step;

    FakeSession(Program program, long seed) {
        graph = program.graph();
        for (Parameter p : graph.parameters()) tensors.put(p.name(), Initializer.values(p, seed));
        slot = program.training().map(t -> t.rule().slots().get(0).name()).orElse("");
        if (program.training().isPresent())
            for (Parameter p : graph.parameters())
                tensors.put(
                        "optimizer." + slot + "." + p.name(),
                        new float[p.shape().elements()]);
    }

    FakeSession(Graph graph) {
        this(Program.training(graph, Network.LOSS, Fakes.rule(), Program.Clip.NONE), 7);
    }

    @Override
    public float train(Batch batch, double rate) {
        before.accept(step);
        int input = input(batch);
        int w = batch.width(input);
        List<Float> rows = new ArrayList<>();
        for (int r = 0; r < batch.rows(); r++) {
            rows.add(number(batch, input, r * w));
            for (Parameter p : graph.parameters()) {
                float[] values = tensors.get(p.name());
                float[] m = tensors.get("optimizer." + slot + "." + p.name());
                for (int i = 0; i < values.length; i++) {
                    m[i] = 0.9f * m[i]
                            + number(batch, input, r * w + i % w) * batch.floats(Network.ROW_WEIGHT)[r]
                            + 0.1f * values[i]
                            + 1e-3f * step;
                    values[i] -= (float) rate * 0.01f * m[i];
                }
            }
        }
        batches.add(rows);
        rates.add(rate);
        step++;
        Float scripted = trainingLoss.apply(step - 1);
        return scripted != null ? scripted : 1f / step + rows.get(0) * 1e-3f;
    }

    private int input(Batch batch) {
        return batch.slot(graph.inputs().get(0).name());
    }

    private static float number(Batch batch, int slot, int index) {
        return batch.isInt(slot) ? batch.ints(slot)[index] : batch.floats(slot)[index];
    }

    @Override
    public void run(Batch batch, Batch outputs) {
        outputs.rows(batch.rows());
        float[] scores = outputs.floats(Network.SCORES);
        int width = outputs.width(outputs.slot(Network.SCORES));
        int input = input(batch);
        int w = batch.width(input);
        float[] first = tensors.values().iterator().next();
        for (int r = 0; r < batch.rows(); r++)
            for (int c = 0; c < width; c++)
                scores[r * width + c] = number(batch, input, r * w) * (c + 1) + first[c % first.length];
        int loss = outputs.slot(Network.LOSS);
        if (loss < 0) return;
        Float scripted = judgedLoss.apply(step);
        outputs.floats(loss)[0] = scripted != null ? scripted : 2f / (1 + step);
    }

    @Override
    public Map<String, Integer> tensors() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        tensors.forEach((name, values) -> sizes.put(name, values.length));
        return sizes;
    }

    @Override
    public void read(String name, FloatBuffer into) {
        into.put(tensors.get(name));
    }

    @Override
    public void write(String name, FloatBuffer from) {
        from.get(tensors.get(name));
    }

    @Override
    public long step() {
        return step;
    }

    /** Whoever sets the number back undoes the last step. */
    @Override
    public void step(long steps) {
        if (!batches.isEmpty()) {
            batches.remove(batches.size() - 1);
            rates.remove(rates.size() - 1);
        }
        step = steps;
    }

    @Override
    public Session share() {
        return this;
    }

    @Override
    public void close() {
        closed = true;
        if (stuck != null) throw stuck;
    }
}
