package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.data.Feature;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every layer does. A subclass gives the type and samples: settings with an input that they fit.
 *
 * @param <S> the settings of the layer
 */
public abstract class LayerContract<S extends Record> extends ComponentContract<S, Layer> {
    private static final long SEED = 11;

    /**
     * Settings and what the layer takes with them. An input with a mask is given sequences of different lengths, one of them empty.
     *
     * @param settings the settings
     * @param input the input, as a step before the network would give it
     * @param others what it takes beside, when it takes several values
     */
    public record Sample<S>(S settings, Feature input, List<Feature> others) {
        /** Copies. */
        public Sample {
            others = List.copyOf(others);
        }

        /** A sample with one input. */
        public Sample(S settings, Feature input) {
            this(settings, input, List.of());
        }

        private List<Feature> inputs() {
            List<Feature> all = new ArrayList<>(List.of(input));
            all.addAll(others);
            return all;
        }
    }

    @Override
    protected abstract LayerType<S> type();

    /** What to test it with. */
    protected abstract List<Sample<S>> samples();

    /** Whether what stands at masked positions makes no difference to what it gives. */
    protected boolean respectsMask() {
        return true;
    }

    @Override
    protected List<S> settings() {
        return samples().stream().map(Sample::settings).toList();
    }

    private Graph graph(Sample<S> sample, Layer layer, List<Value> built) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value y = build(g, sample, layer);
        built.add(y);
        g.output("out", y);
        y.mask().ifPresent(mask -> g.output("outMask", mask));
        return g.build();
    }

    @SuppressWarnings("try") // a scope is only opened and closed
    private static Value build(GraphBuilder g, Sample<?> sample, Layer layer) {
        List<Value> inputs = new ArrayList<>();
        for (Feature f : sample.inputs()) {
            Value x = g.input(f.name(), f.type(), f.shape().prepend(Dim.BATCH));
            if (f.bound() > 0) x = x.below(f.bound());
            if (!f.mask().isEmpty())
                x = x.withMask(g.input(
                        f.mask(), ElementType.FLOAT, Shape.batch(f.shape().size(0))));
            inputs.add(x);
        }
        try (var scope = g.scope("layer", "model.layers[0]")) {
            return inputs.size() == 1 ? layer.build(g, inputs.get(0)) : layer.build(g, inputs);
        }
    }

    private Graph graph(Sample<S> sample) {
        return graph(sample, create(sample.settings()), new ArrayList<>());
    }

    /** Rows of random numbers with masks of different lengths; {@code noise} stands at masked positions. */
    private static Map<String, Tensor> rows(Feature f, int rows, long noise) {
        CounterRandom random = CounterRandom.of(SEED, f.name());
        CounterRandom garbage = CounterRandom.of(noise, "noise");
        int width = f.shape().elements();
        int length = f.shape().rank() == 0 ? 1 : f.shape().size(0);
        double[] mask = new double[rows * length];
        double[] x = new double[rows * width];
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < width; i++) {
                int position = i / (width / length);
                boolean real = f.mask().isEmpty() || position < (r == 1 ? 0 : length - r % length);
                mask[r * length + position] = real ? 1 : 0;
                float u = (real ? random : garbage).uniform(r * (long) width + i);
                x[r * width + i] = f.type() == ElementType.INT ? (int) (u * f.bound()) : 4 * u - 2;
            }
        Map<String, Tensor> given = new HashMap<>();
        given.put(f.name(), Tensor.of(BatchTensors.shape(f.shape().prepend(Dim.BATCH), rows), x));
        if (!f.mask().isEmpty()) given.put(f.mask(), Tensor.of(new int[] {rows, length}, mask));
        return given;
    }

    private static Map<String, Tensor> given(Graph graph, Sample<?> sample, int rows, long noise) {
        Map<String, Tensor> given = new HashMap<>();
        for (Feature f : sample.inputs()) given.putAll(rows(f, rows, noise));
        given.putAll(new ReferenceInterpreter(graph).initial(SEED));
        return given;
    }

    @Test
    void buildingTwiceGivesEqualGraphs() {
        for (Sample<S> sample : samples()) {
            Layer layer = create(sample.settings());
            assertEquals(graph(sample, layer, new ArrayList<>()), graph(sample, layer, new ArrayList<>()));
            assertEquals(graph(sample, layer, new ArrayList<>()), graph(sample));
        }
    }

    @Test
    void itGivesTheShapeThatItSays() {
        for (Sample<S> sample : samples()) {
            List<Value> built = new ArrayList<>();
            Graph graph = graph(sample, create(sample.settings()), built);
            for (int rows : new int[] {1, 3}) {
                Map<String, Tensor> given = given(graph, sample, rows, 0);
                int[] expected = BatchTensors.shape(built.get(0).shape(), rows);
                assertArrayEquals(
                        expected,
                        new ReferenceInterpreter(graph)
                                .infer(given)
                                .output("out")
                                .shape(),
                        sample + " in use");
                assertArrayEquals(
                        expected,
                        new ReferenceInterpreter(graph)
                                .train(given, SEED, 0)
                                .output("out")
                                .shape(),
                        sample + " while training");
            }
        }
    }

    @Test
    void itGivesFiniteNumbers() {
        for (Sample<S> sample : samples()) {
            Graph graph = graph(sample);
            Map<String, Tensor> given = given(graph, sample, 4, 0);
            for (double d :
                    new ReferenceInterpreter(graph).infer(given).output("out").data())
                assertTrue(Double.isFinite(d), sample + " gives " + d);
            for (double d : new ReferenceInterpreter(graph)
                    .train(given, SEED, 0)
                    .output("out")
                    .data()) assertTrue(Double.isFinite(d), sample + " gives " + d);
        }
    }

    @Test
    void inUseARowDoesNotDependOnTheRowsBesideIt() {
        for (Sample<S> sample : samples()) {
            Graph graph = graph(sample);
            double[] alone = new ReferenceInterpreter(graph)
                    .infer(given(graph, sample, 1, 0))
                    .output("out")
                    .data();
            double[] together = new ReferenceInterpreter(graph)
                    .infer(given(graph, sample, 4, 0))
                    .output("out")
                    .data();
            assertArrayEquals(alone, Arrays.copyOf(together, alone.length), 1e-9, sample.toString());
        }
    }

    @Test
    void whatStandsAtMaskedPositionsMakesNoDifference() {
        if (!respectsMask()) return;
        for (Sample<S> sample : samples()) {
            if (sample.input().mask().isEmpty()) continue;
            List<Value> built = new ArrayList<>();
            Graph graph = graph(sample, create(sample.settings()), built);
            Map<String, Tensor> given = given(graph, sample, 4, 1);
            double[] one =
                    new ReferenceInterpreter(graph).infer(given).output("out").data();
            double[] other = new ReferenceInterpreter(graph)
                    .infer(given(graph, sample, 4, 2))
                    .output("out")
                    .data();
            double[] mask = built.get(0).mask().isEmpty()
                    ? new double[] {1}
                    : new ReferenceInterpreter(graph)
                            .infer(given)
                            .output("outMask")
                            .data();
            int perPosition = one.length / mask.length;
            for (int i = 0; i < one.length; i++)
                if (mask[i / perPosition] == 1) assertEquals(one[i], other[i], 1e-9, sample + ": element " + i);
        }
    }

    @Test
    void everyTrainableParameterMakesADifference() {
        for (Sample<S> sample : samples()) {
            Graph bare = graph(sample);
            if (bare.parameters().isEmpty()) continue;
            Graph graph = withLoss(sample);
            Set<String> idle = bare.parameters().stream()
                    .filter(Parameter::trainable)
                    .map(Parameter::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            CentralDifferences.gradients(graph, "loss", given(graph, sample, 4, 0), SEED, 0)
                    .forEach((name, gradient) -> {
                        for (double d : gradient.data()) if (d != 0) idle.remove(name);
                    });
            assertEquals(Set.of(), idle, sample + ": parameters without influence");
        }
    }

    private Graph withLoss(Sample<S> sample) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value y = build(g, sample, create(sample.settings()));
        g.output("loss", g.reduce("ReduceSum", g.mul(g.square(y), g.add(y, 0.7)), false));
        return g.build();
    }

    @Test
    void parametersAreInTheScopeOfTheLayer() {
        for (Sample<S> sample : samples())
            for (Parameter p : graph(sample).parameters()) {
                assertTrue(p.name().startsWith("layer."), p.name() + " is outside the layer's scope");
                assertTrue(p.shape().known(), p.name() + " has the shape " + p.shape());
            }
    }
}
