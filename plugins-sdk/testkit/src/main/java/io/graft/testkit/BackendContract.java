package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every backend does. A subclass gives the type and settings; on a machine where the type is not available its tests are skipped.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendContract<S extends Record> extends BackendLoadContract<S> {

    @Test
    void tensorsAreTheParametersAndTheSlotsOfTheRule() {
        Graph graph = SampleNetworks.everything();
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            expected.put(p.name(), p.shape().elements());
            if (!p.trainable()) continue;
            expected.put("optimizer.m." + p.name(), p.shape().elements());
            expected.put("optimizer.v." + p.name(), p.shape().elements());
        }
        try (Session session = open(graph, rule("adam"))) {
            assertEquals(expected, session.tensors());
        }
    }

    @Test
    void slotsBeginAsTheRuleSays() {
        try (Session session = open(SampleNetworks.classifier(), rule("nadam"))) {
            for (float product : read(session, "optimizer.muProduct.dense.bias")) assertEquals(1f, product);
            for (float m : read(session, "optimizer.m.dense.bias")) assertEquals(0f, m);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRuleContinuesToTheLastBitInAnotherSession() {
        return StandardRules.all().stream()
                .map(rule -> dynamicTest(rule.name(), () -> resumes(SampleNetworks.everything(), rule)));
    }

    @Test
    void answersNeedOnlyTheInputsTheyDependOn() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch whole = SampleNetworks.batch(graph, 3, ROWS, SEED);
            Batch part = new Batch(
                    graph.inputs().stream()
                            .filter(v -> v.name().equals("ids") || v.name().equals("mask"))
                            .toList(),
                    ROWS);
            System.arraycopy(whole.ints("ids"), 0, part.ints("ids"), 0, part.ints("ids").length);
            System.arraycopy(whole.floats("mask"), 0, part.floats("mask"), 0, part.floats("mask").length);
            part.rows(3);
            assertArrayEquals(scores(session, graph, whole), scores(session, graph, part));
        }
    }

    @Test
    void aLossThatIsNotANumberIsReturnedAndNotThrown() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
            Arrays.fill(batch.floats("weight"), 0);
            assertTrue(Float.isNaN(session.train(batch, 0.01)));
        }
    }

    @Test
    void tensorsGoThroughDirectBuffersToo() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            int n = session.tensors().get("dense.weight");
            FloatBuffer direct = ByteBuffer.allocateDirect(4 * n)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < n; i++) direct.put(i, i + 0.5f);
            session.write("dense.weight", direct.duplicate());
            FloatBuffer back = ByteBuffer.allocateDirect(4 * n)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            session.read("dense.weight", back.duplicate());
            for (int i = 0; i < n; i++) assertEquals(i + 0.5f, back.get(i));
        }
    }

    @Test
    void aSharedSessionSeesWhatTrainingDid() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd());
                Session shared = session.share()) {
            Batch batch = SampleNetworks.batch(graph, 4, ROWS, SEED);
            session.train(batch, 0.5);
            assertArrayEquals(scores(session, graph, batch), scores(shared, graph, batch));
        }
    }

    @Test
    void aClosedSessionSaysSoAndClosingTwiceIsFine() {
        Graph graph = SampleNetworks.classifier();
        Session session = open(graph, StandardRules.sgd());
        Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
        session.close();
        session.close();
        assertThrows(IllegalStateException.class, () -> session.train(batch, 0.1));
        assertThrows(IllegalStateException.class, () -> scores(session, graph, batch));
        assertThrows(IllegalStateException.class, () -> session.read("dense.bias", FloatBuffer.allocate(100)));
        assertThrows(IllegalStateException.class, () -> session.write("dense.bias", FloatBuffer.allocate(3)));
        assertThrows(IllegalStateException.class, session::share);
    }

    @Test
    void closingTheBackendClosesItsSessions() {
        Graph graph = SampleNetworks.classifier();
        Session session = open(graph, StandardRules.sgd());
        backend.close();
        backend.close();
        assertThrows(
                IllegalStateException.class, () -> scores(session, graph, SampleNetworks.batch(graph, 2, ROWS, SEED)));
        session.close();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch tooMany = SampleNetworks.batch(graph, ROWS + 1, ROWS + 1, SEED);
            assertThrows(IllegalArgumentException.class, () -> session.train(tooMany, 0.1));
            Batch noIds = new Batch(
                    graph.inputs().stream().filter(v -> !v.name().equals("ids")).toList(), ROWS);
            noIds.rows(1);
            assertThrows(IllegalArgumentException.class, () -> session.train(noIds, 0.1));
            assertThrows(IllegalArgumentException.class, () -> session.read("nothing", FloatBuffer.allocate(3)));
            assertThrows(IllegalArgumentException.class, () -> session.write("nothing", FloatBuffer.allocate(3)));
            float[] before = read(session, "dense.bias");
            // an IllegalArgumentException, or the BufferUnderflowException of the buffer itself
            assertThrows(RuntimeException.class, () -> session.write("dense.bias", FloatBuffer.allocate(1)));
            assertArrayEquals(before, read(session, "dense.bias"));
            assertEquals(0, session.step());
        }
    }

    @Test
    void aProgramForAnswersCannotBeTrained() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = backend.open(Program.inference(graph), options(ROWS))) {
            Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
            assertEquals(2 * 3, scores(session, graph, batch).length);
            assertThrows(IllegalStateException.class, () -> session.train(batch, 0.1));
        }
    }
}
