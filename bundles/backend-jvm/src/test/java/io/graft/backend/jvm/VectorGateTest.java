package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Graph;
import io.graft.testkit.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorGateTest {

    /** A process without the module. */
    public static final class Alone {
        private Alone() {}

        /** Trains a little. */
        public static void main(String[] arguments) {
            JvmBackendType type = new JvmBackendType();
            Graph graph = Examples.mlp(8, 6, 3);
            try (Backend backend = type.create(new JvmSettings(KernelChoice.AUTO), new TestContext());
                    Session session =
                            backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(4, 7, 1))) {
                float loss = session.train(Examples.batch(graph, 4, 3, 1, new Random(1)), 0.01);
                System.out.println(
                        type.availability().devices() + (Float.isFinite(loss) ? " trains" : " does not train"));
            }
        }
    }

    @Test
    void withoutTheModulePlainKernelsTrain() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Alone.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("[CPU, plain Java] trains"), output);
    }

    @Test
    void withTheModuleTheWidthOfTheVectorsIsSaid() {
        String device = new JvmBackendType().availability().devices().get(0);
        assertTrue(device.matches("CPU, Vector API, \\d+ bit"), device);
    }

    @Test
    void aStoppedPlugInHasClosedItsBackendsAndMakesNoMore() {
        JvmBackendType type = new JvmBackendType();
        Graph graph = Examples.mlp(8, 6, 3);
        Backend backend = type.create(new JvmSettings(KernelChoice.PLAIN), new TestContext());
        Session session = backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(4, 7, 1));
        type.stop();
        assertThrows(IllegalStateException.class, session::step);
        assertThrows(
                IllegalStateException.class, () -> type.create(new JvmSettings(KernelChoice.PLAIN), new TestContext()));
    }
}
