package io.graft.benchmark;

import io.graft.api.data.Batch;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.Graph;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Tree;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.LearnedState;
import io.graft.pipeline.Network;
import io.graft.pipeline.StepChain;
import io.graft.pipeline.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A pipeline's training data as a list of full batches, made by the pipeline's own steps. */
final class Rows implements AutoCloseable {
    static final Set<String> VARIABLES = Set.of("GRAFT_DATA");

    final Assembly assembly;
    final Graph graph;
    final List<Batch> batches = new ArrayList<>();

    Rows(Catalog catalog, Path descriptor, String... changes) {
        Descriptor d = descriptor(catalog, descriptor, changes);
        assembly = Assembly.of(catalog, d, new LearnedState(), System.err::println);
        Source source = assembly.source(d.data().train());
        Steps.learn(assembly, source, n -> {});
        List<String> classes = classes(source);
        int rows = d.train().batch();
        try (StepChain chain = assembly.readsText() ? assembly.chain(true) : null;
                SampleReader reader = source.open()) {
            graph = assembly.graph(chain == null ? assembly.plannedFeatures(source) : chain.features(), classes.size());
            Sample sample = new Sample();
            Batch batch = new Batch(graph.inputs(), rows);
            int[] slots = chain == null
                    ? new int[] {0}
                    : chain.features().stream().mapToInt(f -> slot(f.name())).toArray();
            int row = 0;
            while (reader.next(sample)) {
                if (chain == null)
                    System.arraycopy(
                            sample.numbers, 0, batch.floats(0), row * sample.numbers.length, sample.numbers.length);
                else if (!chain.prepare(sample.text, batch, slots, row)) continue;
                batch.ints(Network.TARGET)[row] = classes.indexOf(sample.label);
                batch.floats(Network.ROW_WEIGHT)[row] = 1;
                if (++row < rows) continue;
                batch.rows(rows);
                batches.add(batch);
                batch = new Batch(graph.inputs(), rows);
                row = 0;
            }
        }
    }

    private int slot(String feature) {
        for (int i = 0; i < graph.inputs().size(); i++)
            if (graph.inputs().get(i).name().equals(feature)) return i;
        return -1;
    }

    private static List<String> classes(Source source) {
        TreeSet<String> classes = new TreeSet<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample)) classes.add(sample.label);
        }
        return List.copyOf(classes);
    }

    static Descriptor descriptor(Catalog catalog, Path file, String... changes) {
        DescriptorReader reader = new DescriptorReader();
        Tree tree = reader.read(file, VARIABLES);
        for (String change : changes) tree = reader.set(tree, change, VARIABLES);
        return DescriptorCheck.parse(tree, file.toAbsolutePath().getParent(), catalog);
    }

    @Override
    public void close() {
        assembly.close();
    }
}
