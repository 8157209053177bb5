package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.graph.Graph;
import io.graft.models.Model;
import io.graft.models.Provenance;
import io.graft.pipeline.Types.None;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private final Fakes fakes = new Fakes();
    private final FakeBackend backend = new FakeBackend();

    private Model model(String yaml) {
        try (Assembly a = fakes.assembly(yaml, new LearnedState())) {
            Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {});
            Graph graph;
            try (StepChain chain = a.chain(false)) {
                graph = a.graph(chain.features(), 2);
            }
            Map<String, float[]> parameters = new LinkedHashMap<>();
            graph.parameters()
                    .forEach(p -> parameters.put(p.name(), new float[p.shape().elements()]));
            parameters.get("layers.2.dense.bias")[1] = 5;
            return new Model(
                    "test",
                    3,
                    yaml,
                    graph,
                    List.of("no", "yes"),
                    Map.of(),
                    new Provenance(Instant.EPOCH, "0.1.0", "jvm", "jvm", 7, List.of(), List.of()),
                    parameters,
                    Map.of(),
                    a.learned().texts(),
                    Map.of());
        }
    }

    private Model model() {
        fakes.catalog.remove("jvm");
        fakes.catalog.add("jvm", new Types.Computes<>(None.class, () -> Availability.on("CPU"), (s, c) -> backend));
        return model(Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto"));
    }

    @Test
    void aModelAnswersWithoutItsData() {
        Model model = model();
        fakes.rows.clear();
        int before = fakes.catalog.begun - fakes.catalog.closed;
        try (Generation generation = Generation.of(fakes.catalog, model, fakes.warnings::add);
                Worker worker = generation.worker()) {
            assertEquals("jvm", generation.backend());
            assertArrayEquals(new float[] {0, 5}, backend.parameters.get("layers.2.dense.bias"));
            assertEquals(32, worker.capacity());
            assertTrue(worker.readsText());
            worker.text(0, "A c");
            worker.text(1, "c a");
            worker.run(2);
            assertEquals(2, worker.width());
            assertArrayEquals(new float[] {1, 3, 3, 1}, java.util.Arrays.copyOf(worker.scores(), 4));
            assertEquals(1, worker.best(0));
            assertEquals(0, worker.best(1));
        }
        assertEquals(0, backend.sessions, "every session was closed");
        assertEquals(1, backend.closed);
        assertEquals(before, fakes.catalog.begun - fakes.catalog.closed, "the plug-ins may leave");
    }

    @Test
    void aPlugInThatIsMissingIsSaid() {
        Model model = model();
        fakes.catalog.remove("blanks");
        fakes.catalog.remove("jvm");
        PipelineException e =
                assertThrows(PipelineException.class, () -> Generation.of(fakes.catalog, model, fakes.warnings::add));
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals("prepare[1]", e.at());
        assertTrue(
                e.getMessage().startsWith("The model test 3 needs plug-ins that are not installed. No "),
                e.getMessage());
        assertTrue(e.getMessage().contains("'blanks'"), e.getMessage());
    }

    @Test
    void aMissingBackendIsSaid() {
        Model model = model();
        fakes.catalog.remove("jvm");
        int before = fakes.catalog.begun - fakes.catalog.closed;
        PipelineException e =
                assertThrows(PipelineException.class, () -> Generation.of(fakes.catalog, model, fakes.warnings::add));
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals(before, fakes.catalog.begun - fakes.catalog.closed);
    }

    @Test
    void stepsThatGiveSomethingElseThanTheModelTakesAreRefused() {
        Model model = model();
        fakes.catalog.remove("ids");
        fakes.catalog.add("ids", new Renamed());
        try (Generation generation = Generation.of(fakes.catalog, model, fakes.warnings::add)) {
            int closed = fakes.closedTokenizers;
            PipelineException e = assertThrows(PipelineException.class, generation::worker);
            assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
            assertTrue(e.getMessage().contains("'codes'") && e.getMessage().contains("[ids, mask]"), e.getMessage());
            assertEquals(closed + 1, fakes.closedTokenizers, "its steps were closed");
        }
        assertEquals(0, backend.sessions);
    }

    private static final class Renamed implements io.graft.api.text.VectorizerType<Fakes.IdsSettings> {
        private static final List<io.graft.api.data.Feature> FEATURES =
                List.of(io.graft.api.data.Feature.floats("codes", 4));

        @Override
        public Class<Fakes.IdsSettings> settings() {
            return Fakes.IdsSettings.class;
        }

        @Override
        public List<io.graft.api.data.Feature> features(Fakes.IdsSettings settings) {
            return FEATURES;
        }

        @Override
        public io.graft.api.text.Vectorizer create(Fakes.IdsSettings settings, io.graft.api.Context context) {
            return new io.graft.api.text.Vectorizer() {
                @Override
                public List<io.graft.api.data.Feature> features() {
                    return FEATURES;
                }

                @Override
                public void vectorize(
                        io.graft.api.text.Tokens tokens, io.graft.api.data.Batch batch, int[] slots, int row) {
                    throw new AssertionError();
                }
            };
        }
    }

    @Test
    void variablesThatAreNotSetAnyMoreDoNotMatter() {
        Model model = model();
        Model moved = new Model(
                model.pipeline(),
                3,
                model.descriptor() + "# ${env:GRAFT_TEST_NOT_SET}\n",
                model.graph(),
                model.labels(),
                Map.of(),
                model.provenance(),
                model.parameters(),
                Map.of(),
                model.state(),
                Map.of());
        Generation.of(fakes.catalog, moved, fakes.warnings::add).close();
        assertEquals(0, backend.sessions);
    }

    private Generation changed(Model model, String prepare) {
        return Generation.of(
                fakes.catalog,
                Generation.descriptor(Fakes.yaml(prepare, Fakes.LAYERS, "auto"), "test"),
                model,
                model::parameters,
                java.util.Optional.empty(),
                new Underway(),
                fakes.warnings::add);
    }

    @Test
    void aStepThatOnlyMovedKeepsWhatItLearned() {
        Model model = model();
        try (Generation generation = changed(model, "[blanks, ids]");
                Worker worker = generation.worker()) {
            assertEquals(List.of(), generation.untrained());
            assertEquals(model.graph(), generation.graph());
            worker.text(0, "a c");
            worker.run(1);
            assertArrayEquals(new float[] {1, 3}, java.util.Arrays.copyOf(worker.scores(), 2));
        }
        assertEquals(0, backend.sessions);
        assertEquals(1, backend.closed);
    }

    @Test
    void parametersThatDoNotFitAnyMoreAreToldToBeNew() {
        Model model = model();
        try (Generation generation = Generation.of(
                fakes.catalog,
                Generation.descriptor(
                        Fakes.yaml(Fakes.STEPS, Fakes.LAYERS.replace("size: 5", "size: 6"), "auto"), "test"),
                model,
                model::parameters,
                java.util.Optional.empty(),
                new Underway(),
                fakes.warnings::add)) {
            assertEquals(List.of("layers.0.table.rows", "layers.2.dense.weight"), generation.untrained());
            assertArrayEquals(new float[] {0, 5}, backend.parameters.get("layers.2.dense.bias"), "what fits is kept");
        }
    }

    @Test
    void rowsOfNumbersMustHaveTheRightLength() {
        Model text = model();
        fakes.catalog.remove("rows");
        String yaml =
                Fakes.yaml("[]", "[{ dense: { units: classes } }]", "auto").replace("train: rows", "train: numbers");
        Model numbers;
        try (Assembly a = fakes.assembly(yaml, new LearnedState())) {
            Graph graph =
                    a.graph(a.plannedFeatures(a.source(a.descriptor().data().train())), 2);
            numbers = new Model(
                    "test",
                    1,
                    yaml,
                    graph,
                    List.of("a", "b"),
                    Map.of(),
                    text.provenance(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of());
        }
        try (Generation generation = Generation.of(fakes.catalog, numbers, fakes.warnings::add);
                Worker worker = generation.worker()) {
            assertEquals(3, worker.numbers());
            worker.numbers(0, new float[] {1, 2, 3});
            PipelineException e = assertThrows(PipelineException.class, () -> worker.numbers(0, new float[] {1, 2}));
            assertEquals("A row has 3 numbers, but 2 were given.", e.getMessage());
        }
    }
}
