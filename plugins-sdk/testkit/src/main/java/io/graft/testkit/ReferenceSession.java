package io.graft.testkit;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.model.Rule;
import io.graft.testkit.ReferenceInterpreter.Evaluation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A session of the {@link ReferenceBackend}. Its tensors are float32, as everywhere; what lies between is float64. */
final class ReferenceSession implements Session {
    private final Program program;
    private final SessionOptions options;
    private final ReferenceBackend backend;
    private final ReferenceInterpreter reference;
    private final Map<String, float[]> tensors;
    private final boolean forAnswers;
    private long step;
    private volatile boolean closed;

    ReferenceSession(Program program, SessionOptions options, ReferenceBackend backend) {
        this(program, options, backend, new LinkedHashMap<>(), false);
        for (Parameter p : program.graph().parameters()) tensors.put(p.name(), Initializer.values(p, options.seed()));
        program.training().ifPresent(t -> {
            for (Parameter p : program.graph().parameters())
                if (p.trainable())
                    for (Rule.Slot slot : t.rule().slots()) {
                        float[] begin = new float[p.shape().elements()];
                        Arrays.fill(begin, slot.initial());
                        tensors.put(name(slot, p), begin);
                    }
        });
    }

    private ReferenceSession(
            Program program,
            SessionOptions options,
            ReferenceBackend backend,
            Map<String, float[]> tensors,
            boolean forAnswers) {
        this.program = program;
        this.options = options;
        this.backend = backend;
        this.reference = new ReferenceInterpreter(program.graph());
        this.tensors = tensors;
        this.forAnswers = forAnswers;
    }

    private static String name(Rule.Slot slot, Parameter p) {
        return "optimizer." + slot.name() + "." + p.name();
    }

    private void check(Batch batch) {
        check();
        if (batch.rows() > options.maxRows())
            throw new IllegalArgumentException(
                    batch.rows() + " rows are more than the " + options.maxRows() + " that the session was opened for");
    }

    private void check() {
        if (closed) throw new IllegalStateException("the session is closed");
    }

    private Map<String, Tensor> given(Batch batch) {
        Map<String, Tensor> given =
                new HashMap<>(BatchTensors.of(program.graph().inputs(), batch));
        for (Parameter p : program.graph().parameters()) given.put(p.name(), tensor(p, tensors.get(p.name())));
        return given;
    }

    private static Tensor tensor(Parameter p, float[] numbers) {
        return Tensor.of(BatchTensors.shape(p.shape(), 0), numbers);
    }

    @Override
    public float train(Batch batch, double learningRate) {
        check(batch);
        if (batch.rows() == 0) throw new IllegalArgumentException("a batch without rows has no loss");
        if (forAnswers) throw new IllegalStateException("a shared session is for answers only");
        Program.Training training =
                program.training().orElseThrow(() -> new IllegalStateException("the program is for answers only"));
        Map<String, Tensor> given = given(batch);
        Evaluation forward = reference.train(given, options.seed(), step);
        double loss = forward.output(training.loss()).number();
        Map<String, Tensor> gradients =
                CentralDifferences.gradients(program.graph(), training.loss(), given, options.seed(), step);
        clip(gradients, training.clip());
        for (Parameter p : program.graph().parameters())
            if (p.trainable()) update(p, gradients.get(p.name()), training.rule(), learningRate);
        forward.statistics().forEach((name, value) -> tensors.put(name, value.floats()));
        step++;
        return (float) loss;
    }

    private static void clip(Map<String, Tensor> gradients, Program.Clip clip) {
        double squares = 0;
        for (Tensor g : gradients.values())
            for (int i = 0; i < g.elements(); i++) {
                if (clip.value() > 0) g.data()[i] = Math.max(-clip.value(), Math.min(clip.value(), g.data()[i]));
                squares += g.data()[i] * g.data()[i];
            }
        double norm = Math.sqrt(squares);
        if (clip.norm() == 0 || norm <= clip.norm()) return;
        for (Tensor g : gradients.values())
            for (int i = 0; i < g.elements(); i++) g.data()[i] *= clip.norm() / (norm + 1e-6);
    }

    private void update(Parameter p, Tensor gradient, Rule rule, double learningRate) {
        float[] w = tensors.get(p.name());
        double[] g = gradient.data();
        for (int i = 0; i < g.length; i++) g[i] += rule.l2() * w[i] + rule.l1() * Math.signum(w[i]);
        int[] flat = {w.length};
        Map<String, Tensor> given = new HashMap<>();
        given.put(Rule.PARAMETER, Tensor.of(flat, w));
        given.put(Rule.GRADIENT, Tensor.of(flat, g));
        given.put(Rule.RATE, Tensor.scalar(learningRate));
        given.put(Rule.STEP, Tensor.scalar(step + 1));
        for (Rule.Slot slot : rule.slots()) given.put(slot.name(), Tensor.of(flat, tensors.get(name(slot, p))));
        Evaluation update = new ReferenceInterpreter(rule.update()).infer(given);
        tensors.put(p.name(), update.output(Rule.PARAMETER).floats());
        for (Rule.Slot slot : rule.slots()) tensors.put(name(slot, p), spread(update.output(slot.name()), w.length));
    }

    /** A slot that came out as one number stands for all elements. */
    private static float[] spread(Tensor slot, int length) {
        float[] all = new float[length];
        for (int i = 0; i < length; i++) all[i] = (float) slot.broadcastAt(new int[] {length}, i);
        return all;
    }

    @Override
    public void run(Batch batch, Batch outputs) {
        check(batch);
        outputs.rows(batch.rows());
        if (batch.rows() == 0) return;
        Evaluation evaluation = reference.infer(given(batch));
        for (int slot = 0; slot < outputs.names().size(); slot++)
            BatchTensors.write(evaluation.output(outputs.names().get(slot)), outputs, slot);
    }

    @Override
    public Map<String, Integer> tensors() {
        check();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        tensors.forEach((name, numbers) -> sizes.put(name, numbers.length));
        return sizes;
    }

    private float[] tensor(String name) {
        check();
        float[] numbers = tensors.get(name);
        if (numbers == null)
            throw new IllegalArgumentException("there is no tensor '" + name + "', only " + tensors.keySet());
        return numbers;
    }

    @Override
    public void read(String name, FloatBuffer into) {
        float[] numbers = tensor(name);
        if (into.remaining() < numbers.length)
            throw new IllegalArgumentException(
                    name + " has " + numbers.length + " elements, the buffer room for " + into.remaining());
        into.put(numbers);
    }

    @Override
    public void write(String name, FloatBuffer from) {
        float[] numbers = tensor(name);
        if (from.remaining() != numbers.length)
            throw new IllegalArgumentException(
                    name + " has " + numbers.length + " elements, the buffer " + from.remaining());
        from.get(numbers);
    }

    @Override
    public long step() {
        check();
        return step;
    }

    @Override
    public void step(long steps) {
        check();
        step = steps;
    }

    @Override
    public Session share() {
        check();
        ReferenceSession other = new ReferenceSession(program, options, backend, tensors, true);
        backend.opened(other);
        return other;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        backend.closed(this);
    }
}
