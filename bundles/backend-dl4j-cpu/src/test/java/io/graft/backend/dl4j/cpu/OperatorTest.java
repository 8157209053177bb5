package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operators;
import io.graft.api.graph.Parameter;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator against a reference in double precision: what it gives, and its gradient against central differences of the reference.
 */
class OperatorTest {
    private static final long SEED = 11;
    private static final int[] BATCHES = {3, 3, 1, 4, 3};
    private static Backend backend;

    @BeforeAll
    static void load() {
        backend = Examples.backend();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    static Stream<OperatorCases.Case> cases() {
        return OperatorCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatOnnxSays(OperatorCases.Case c) {
        Graph graph = c.graph();
        Random random = new Random(SEED);
        try (Session session = backend.open(Program.inference(graph), new SessionOptions(4, SEED, 1))) {
            for (int rows : BATCHES) {
                Batch batch = batch(graph, rows, random);
                List<String> names = List.copyOf(graph.outputs().keySet());
                Batch outputs = Batch.outputs(graph, names, 4);
                session.run(batch, outputs);
                Map<String, float[]> parameters = parameters(session, graph);
                for (String name : names) {
                    double[] expected = new Reference(graph, parameters, batch, false, SEED)
                            .output(name)
                            .data();
                    for (int i = 0; i < expected.length; i++) {
                        double given =
                                outputs.isInt(outputs.slot(name)) ? outputs.ints(name)[i] : outputs.floats(name)[i];
                        assertEquals(
                                expected[i],
                                given,
                                2e-5 * Math.max(1, Math.abs(expected[i])),
                                name + "[" + i + "] of " + rows + " rows");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheGradientOfCentralDifferences(OperatorCases.Case c) {
        Graph graph = c.graph();
        Random random = new Random(SEED);
        for (int rows : BATCHES) {
            Batch batch = batch(graph, rows, random);
            try (Session session =
                    backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(4, SEED, 1))) {
                Map<String, float[]> before = parameters(session, graph);
                float loss = session.train(batch, 1);
                Map<String, float[]> after = parameters(session, graph);
                double expected = new Reference(graph, before, batch, true, SEED)
                        .output("loss")
                        .data()[0];
                assertEquals(expected, loss, 2e-5 * Math.max(1, Math.abs(expected)), "loss");
                for (Parameter p : graph.parameters())
                    if (p.trainable()) compare(graph, before, after, batch, p.name());
            }
        }
    }

    private static void compare(
            Graph graph, Map<String, float[]> before, Map<String, float[]> after, Batch batch, String name) {
        double h = 1e-5;
        double scale = 0;
        float[] x = before.get(name);
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            Reference up = new Reference(graph, before, batch, true, SEED);
            up.parameter(name)[i] += h;
            Reference down = new Reference(graph, before, batch, true, SEED);
            down.parameter(name)[i] -= h;
            expected[i] = (up.output("loss").data()[0] - down.output("loss").data()[0]) / (2 * h);
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        for (int i = 0; i < x.length; i++)
            assertEquals(
                    expected[i],
                    x[i] - after.get(name)[i],
                    1e-4 * Math.max(1, scale),
                    "gradient of " + name + "[" + i + "], " + batch.rows() + " rows");
    }

    static Map<String, float[]> parameters(Session session, Graph graph) {
        Map<String, float[]> all = new HashMap<>();
        for (Parameter p : graph.parameters()) {
            float[] x = new float[p.shape().elements()];
            session.read(p.name(), FloatBuffer.wrap(x));
            all.put(p.name(), x);
        }
        return all;
    }

    /** Random numbers; ids below 4; masks of ones followed by zeros, one of them all zeros. */
    static Batch batch(Graph graph, int rows, Random random) {
        Batch batch = new Batch(graph.inputs(), rows);
        batch.rows(rows);
        for (int s = 0; s < batch.names().size(); s++) {
            if (batch.isInt(s)) for (int i = 0; i < batch.ints(s).length; i++) batch.ints(s)[i] = random.nextInt(4);
            else for (int i = 0; i < batch.floats(s).length; i++) batch.floats(s)[i] = (float) random.nextGaussian();
            if (!batch.names().get(s).equals("mask")) continue;
            int width = batch.width(s);
            for (int i = 0; i < batch.floats(s).length; i++)
                batch.floats(s)[i] = i % width < (i / width + 2) % 3 ? 1 : 0;
        }
        return batch;
    }

    @Test
    void everyOperatorHasACase() {
        Set<String> missing = new TreeSet<>(Operators.names());
        OperatorCases.all().forEach(c -> c.graph().operators().forEach(op -> missing.remove(op.type())));
        assertTrue(missing.isEmpty(), "no case for " + missing);
    }

    @Test
    void everyOperatorIsSupported() {
        OperatorCases.all().forEach(c -> assertEquals(List.of(), backend.unsupported(Program.inference(c.graph()))));
        assertEquals(ElementType.FLOAT, ElementType.valueOf("FLOAT"));
    }
}
