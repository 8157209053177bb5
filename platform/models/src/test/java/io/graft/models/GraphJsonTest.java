package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Activation;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Place;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphJsonTest {

    private static Graph roundTrip(Graph graph) throws IOException {
        byte[] utf8 = PlainJson.pretty(GraphJson.write(graph));
        return GraphJson.read(new JsonFields(PlainJson.parse(utf8, "graph"), "graph"));
    }

    private static void assertSame(Graph expected, Graph actual) {
        assertEquals(expected, actual);
        // equal maps may differ in order
        assertEquals(
                List.copyOf(expected.values().keySet()),
                List.copyOf(actual.values().keySet()));
        assertEquals(
                List.copyOf(expected.outputs().keySet()),
                List.copyOf(actual.outputs().keySet()));
    }

    @Test
    void aClassifierComesBackAsItWas() throws IOException {
        Graph graph = Examples.graph(7, 4);
        assertSame(graph, roundTrip(graph));
    }

    @Test
    void anOperatorWithAnOutputThatNothingTakesComesBackAsItWas() throws IOException {
        for (int taken = 0; taken < 2; taken++) {
            GraphBuilder g = new GraphBuilder(Map.of());
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(4));
            g.output(
                    "half",
                    g.ops("Split", Map.of("axis", 1, "split", List.of(2, 2)), x).get(taken));
            Graph graph = g.build();
            assertSame(graph, roundTrip(graph));
        }
    }

    @Test
    void randomGraphsComeBackAsTheyWere() throws IOException {
        long seed = System.nanoTime();
        System.out.println("GraphJsonTest: seed " + seed);
        Random random = new Random(seed);
        int operators = 0;
        for (int i = 0; i < 300; i++) {
            Graph graph = random(random);
            operators += graph.operators().size();
            assertSame(graph, roundTrip(graph));
        }
        assertTrue(operators > 3000, "only " + operators + " operators were tried");
    }

    @SuppressWarnings("try") // the scope is only held
    private static Graph random(Random random) {
        GraphBuilder g = new GraphBuilder(Map.of());
        List<Value> values = new ArrayList<>();
        Value mask = g.input("mask", ElementType.FLOAT, new Shape(List.of(Dim.BATCH, Dim.named("length"))));
        values.add(g.input("x", ElementType.FLOAT, Shape.batch(4)));
        values.add(g.input("ids", ElementType.INT, mask.shape()).below(9).withMask(mask));
        values.add(g.gather(g.parameter("table", Shape.of(9, 4), Initializer.normal(0.1, 1 / 3.0)), values.get(1)));
        for (int i = 0; i < 40; i++)
            try (GraphBuilder.Scope scope =
                    g.scope("layer" + i, random.nextBoolean() ? "model.layers[" + i + "]" : "")) {
                values.add(step(g, random, values));
            } catch (PipelineException e) {
                continue; // these do not fit together
            }
        for (int i = 0; i < 6; i++) {
            Value v = values.get(random.nextInt(values.size()));
            g.output(
                    "out" + i,
                    switch (random.nextInt(4)) {
                        case 0 -> v.below(1 + random.nextInt(5));
                        case 1 ->
                            v.withMask(values.get(random.nextInt(values.size())).withMask(mask));
                        case 2 -> v.unmasked();
                        default -> v;
                    });
        }
        return g.build();
    }

    private static Value step(GraphBuilder g, Random random, List<Value> values) {
        Value a = values.get(random.nextInt(values.size()));
        Value b = values.get(random.nextInt(values.size()));
        return switch (random.nextInt(12)) {
            case 0 -> Activation.values()[random.nextInt(Activation.values().length)].apply(g, a);
            case 1 -> g.add(a, b);
            case 2 -> g.mul(a, random.nextGaussian());
            case 3 ->
                g.constant(
                        Shape.of(4), Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.intBitsToFloat(random.nextInt()));
            case 4 ->
                g.linear(
                        a,
                        g.parameter("w", Shape.of(4, 4), initializer(random)),
                        g.statistic("b", Shape.of(4), Initializer.ones()));
            case 5 -> g.pool(a, List.of("mean", "sum", "max", "last").get(random.nextInt(4)));
            case 6 -> g.op("Dropout", Map.of("ratio", random.nextFloat()), a);
            case 7 -> g.reduce("ReduceMax", a, random.nextBoolean(), random.nextInt(2));
            case 8 -> g.reshape(a, 0, -1, 2);
            case 9 -> g.concat(-1, a, b);
            case 10 -> g.op("Clip", Map.of("min", -Float.MIN_VALUE, "max", Float.MAX_VALUE), a);
            default -> g.reduce("ReduceSum", a, false);
        };
    }

    private static Initializer initializer(Random random) {
        Initializer.Kind[] kinds = Initializer.Kind.values();
        return new Initializer(
                kinds[random.nextInt(kinds.length)], random.nextDouble(), Double.longBitsToDouble(random.nextLong()));
    }

    @Test
    void everyKindOfAttributeAndAnOptionalInputComeBack() throws IOException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("z", 3);
        attributes.put("f", 0.1f);
        attributes.put("s", "");
        attributes.put("ints", List.of(Integer.MIN_VALUE, 0));
        attributes.put("floats", List.of(Float.NaN, Float.MIN_VALUE, -0f));
        attributes.put("empty", List.of());
        Value x = new Value("x", ElementType.FLOAT, Shape.SCALAR);
        Operator op = new Operator("LSTM", List.of("x", "", "x"), List.of("x"), attributes, new Place("", "model"));
        Graph graph = new Graph(List.of(x), List.of(), List.of(op), Map.of("x", x), Map.of("x", x));
        assertSame(graph, roundTrip(graph));
    }

    @Test
    void aGraphThatNamesWhatIsNotThereIsRefused() {
        ObjectNode json = GraphJson.write(Examples.graph(7, 4));
        ((ObjectNode) json.get("operators").get(0)).putArray("inputs").add("ghost");
        assertTrue(refusal(json).contains("graph.operators[0].inputs names 'ghost'"));
        json = GraphJson.write(Examples.graph(7, 4));
        ((ObjectNode) json.get("outputs")).put("scores", "ghost");
        assertTrue(refusal(json).contains("graph.outputs.scores names the value 'ghost'"));
        json = GraphJson.write(Examples.graph(7, 4));
        ((ObjectNode) json.get("values").get(0))
                .put("mask", json.get("values").get(0).get("name").asText());
        assertTrue(refusal(json).contains("not defined before it"));
        json = GraphJson.write(Examples.graph(7, 4));
        ((ObjectNode) json.get("parameters").get(0)).putArray("shape").add(-2);
        assertTrue(refusal(json).contains("graph.parameters[0].shape[0] is the number -2"));
    }

    private static String refusal(ObjectNode json) {
        JsonFields fields = new JsonFields(json.deepCopy(), "graph");
        return assertThrows(Damage.class, () -> GraphJson.read(fields)).getMessage();
    }
}
