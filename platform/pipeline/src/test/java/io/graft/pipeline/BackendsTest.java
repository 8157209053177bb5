package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.pipeline.Types.None;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private final Fakes fakes = new Fakes();
    private int closed;

    /** A backend that cannot do some things. */
    private final class Lacking implements Backend {
        private final Supplier<List<String>> missing;

        Lacking(Supplier<List<String>> missing) {
            this.missing = missing;
        }

        @Override
        public List<String> unsupported(Program program) {
            return missing.get();
        }

        @Override
        public Session open(Program program, SessionOptions options) {
            throw new UnsatisfiedLinkError("libfast.so");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private void offer(String name, Availability available, Supplier<List<String>> missing) {
        fakes.catalog.add(
                name,
                new Types.Computes<>(None.class, () -> available, (s, c) -> new Lacking(missing)),
                "com.acme." + name);
    }

    private Backends.Opened open(String backend) {
        Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, backend), new LearnedState(Map.of("prepare/2/ids", "a b")));
        return Backends.open(a, program(a));
    }

    private static Program program(Assembly a) {
        try (StepChain chain = a.chain(false)) {
            return Program.inference(a.graph(chain.features(), 2));
        }
    }

    private PipelineException refused(String backend) {
        int before = fakes.catalog.begun - fakes.catalog.closed;
        PipelineException e = assertThrows(PipelineException.class, () -> open(backend));
        int assembly = 8; // the assembly itself stays open in this test
        assertEquals(before + assembly, fakes.catalog.begun - fakes.catalog.closed, "no backend stays borrowed");
        return e;
    }

    @Test
    void theNamedBackendIsOpened() {
        Backends.Opened opened = open("jvm");
        assertEquals("jvm", opened.name());
        int before = fakes.catalog.closed;
        opened.close();
        assertEquals(before + 1, fakes.catalog.closed, "the plug-in may leave");
        assertEquals(1, ((FakeBackend) opened.backend()).closed);
    }

    @Test
    void autoTakesTheFirstThatCan() {
        offer("gpu", Availability.not("There is no CUDA driver."), List::of);
        offer("abacus", Availability.on("beads"), () -> List.of("Gemm (model.layers[2]) is too much for beads."));
        Backends.Opened opened = open("auto");
        assertEquals("jvm", opened.name());
        assertEquals(1, closed, "the one that cannot was closed");
    }

    @Test
    void autoKeepsWhatComputedAModelWhileThatIsThere() {
        offer("abacus", Availability.on("beads"), List::of);
        Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto"), new LearnedState(Map.of("prepare/2/ids", "a b")));
        try (Backends.Opened kept = Backends.open(a, program(a), "jvm");
                Backends.Opened other = Backends.open(a, program(a), "gone")) {
            assertEquals("jvm", kept.name());
            assertEquals("abacus", other.name());
        }
    }

    @Test
    void autoPassesOverABrokenPlugIn() {
        offer("abacus", Availability.on("beads"), () -> {
            throw new IllegalStateException("a bead fell off");
        });
        fakes.catalog.add("broken", new Types.Computes<>(None.class, () -> Availability.on("CPU"), (s, c) -> {
            throw new UnsatisfiedLinkError("libfast.so");
        }));
        assertEquals("jvm", open("auto").name());
        assertEquals(1, closed);
    }

    @Test
    void whenNoneCanEachSaysWhy() {
        fakes.catalog.remove("jvm");
        offer("gpu", Availability.not("There is no CUDA driver."), List::of);
        offer("abacus", Availability.on("beads"), () -> List.of("Gemm (model.layers[2]) is too much for beads."));
        PipelineException e = refused("auto");
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals("backend", e.at());
        assertEquals(
                "No installed backend can compute this pipeline. Backend 'abacus': Gemm (model.layers[2]) is too much for beads."
                        + " Backend 'gpu': There is no CUDA driver.",
                e.getMessage());
    }

    @Test
    void whenNoneIsInstalledThatIsSaid() {
        fakes.catalog.remove("jvm");
        PipelineException e = refused("auto");
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals("No backend is installed.", e.getMessage());
    }

    @Test
    void aNamedBackendThatCannotSaysWhy() {
        offer("gpu", Availability.not("There is no CUDA driver."), List::of);
        PipelineException e = refused("gpu");
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals("Backend 'gpu': There is no CUDA driver.", e.getMessage());
    }

    @Test
    void aNamedBackendThatThrowsIsNamed() {
        offer("abacus", Availability.on("beads"), () -> {
            throw new IllegalStateException("a bead fell off");
        });
        PipelineException e = refused("abacus");
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertEquals("backend", e.at());
        assertTrue(
                e.getMessage().contains("com.acme.abacus 1.2.3")
                        && e.getMessage().contains("a bead fell off"),
                e.getMessage());
        assertEquals(1, closed);
    }

    @Test
    void aSessionThatCannotBeOpenedNamesThePlugIn() {
        offer("abacus", Availability.on("beads"), List::of);
        Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "abacus"), new LearnedState(Map.of("prepare/2/ids", "a b")));
        try (Backends.Opened opened = Backends.open(a, program(a))) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> opened.session(program(a), new SessionOptions(1, 7, 0)));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertTrue(
                    e.getMessage().contains("com.acme.abacus 1.2.3")
                            && e.getMessage().contains("libfast.so"),
                    e.getMessage());
        }
    }

    @Test
    void aSessionThatThrowsNamesItsPlugin() {
        Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "jvm"), new LearnedState(Map.of("prepare/2/ids", "a b")));
        try (Backends.Opened opened = Backends.open(a, program(a));
                Session session = opened.session(program(a), new SessionOptions(1, 7, 0))) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> session.read("no such parameter", java.nio.FloatBuffer.allocate(1)));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertTrue(e.getMessage().contains("failed while computing"), e.getMessage());
        }
    }
}
