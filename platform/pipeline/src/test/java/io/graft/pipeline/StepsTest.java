package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.text.TextBuffer;
import io.graft.pipeline.Types.None;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How steps learn, how a chain of them works, what they are lent. */
class StepsTest {
    private final Fakes fakes = new Fakes();
    private final Batch batch = new Batch(
            List.of(
                    new Value("ids", ElementType.INT, Shape.batch(4)),
                    new Value("mask", ElementType.FLOAT, Shape.batch(4))),
            2);

    private int[] ids(StepChain chain, String text) {
        assertTrue(chain.prepare(text, batch, new int[] {0, 1}, 1));
        int[] row = new int[4];
        System.arraycopy(batch.ints(0), 4, row, 0, 4);
        return row;
    }

    @Test
    void aStepLearnsFromTheStepsBeforeIt() {
        try (Assembly a = fakes.learned(Fakes.STEPS, Fakes.LAYERS)) {
            assertEquals(Map.of("prepare/2/ids", "a b c"), a.learned().texts(), "in lower case, without blanks");
        }
    }

    @Test
    void whatWasLearnedIsNotLearnedAgain() {
        LearnedState known = new LearnedState(Map.of("prepare/2/ids", "x y"));
        try (Assembly a = fakes.assembly(Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto"), known)) {
            Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {});
            assertEquals(Map.of("prepare/2/ids", "x y"), a.learned().texts());
        }
    }

    @Test
    void rowsThatACleanerDropsAreNotLearnedFrom() {
        fakes.rows.add("x d");
        try (Assembly a = fakes.learned("[no-x, blanks, ids]", Fakes.LAYERS)) {
            assertEquals("B a b c", a.learned().texts().get("prepare/2/ids"));
        }
    }

    @Test
    void withoutRowsNothingCanBeLearned() {
        fakes.rows.clear();
        try (Assembly a = fakes.assembly("[blanks, ids]", Fakes.LAYERS)) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {}));
            assertEquals(ErrorCode.BAD_DATA, e.code());
            assertTrue(e.getMessage().startsWith("The training data has no rows"), e.getMessage());
        }
    }

    @Test
    void aStepThatLearnsNullIsNamed() {
        fakes.catalog.remove("ids");
        fakes.catalog.add("ids", new Forgetful(), "com.acme.words");
        try (Assembly a = fakes.assembly("[blanks, ids]", Fakes.LAYERS)) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {}));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[1]", e.at());
            assertTrue(e.getMessage().contains("com.acme.words 1.2.3"), e.getMessage());
        }
    }

    private static final class Forgetful
            implements io.graft.api.text.VectorizerType<None>, io.graft.api.Learner<None, io.graft.api.text.Tokens> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public List<io.graft.api.data.Feature> features(None settings) {
            return List.of();
        }

        @Override
        public Lesson<io.graft.api.text.Tokens> learn(None settings, io.graft.api.Context context) {
            return new Lesson<>() {
                @Override
                public void see(io.graft.api.text.Tokens item) {
                    // seen and forgotten
                }

                @Override
                public String state() {
                    return null;
                }
            };
        }

        @Override
        public io.graft.api.text.Vectorizer create(None settings, io.graft.api.Context context) {
            throw new AssertionError();
        }
    }

    @Test
    void featuresThatAreNoneAreAFaultOfThePlugIn() {
        fakes.catalog.remove("ids");
        fakes.catalog.add("ids", new Forgetful());
        try (Assembly a = fakes.assembly("[blanks, ids]", Fakes.LAYERS)) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> a.plannedFeatures(a.source(a.descriptor().data().train())));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[1]", e.at());
        }
    }

    @Test
    void trainingAndServingPrepareAlike() {
        try (Assembly a = fakes.learned(Fakes.STEPS, Fakes.LAYERS);
                StepChain training = a.chain(true);
                StepChain serving = a.chain(false)) {
            for (String text : List.of("a B c", "", "unknown a", "A A A A A A"))
                assertArrayEquals(ids(training, text), ids(serving, text), text);
            assertArrayEquals(new int[] {1, 2, 3, 0}, ids(serving, "A b C"));
            assertArrayEquals(new int[] {0, 0, 0, 0}, ids(serving, ""), "what an earlier row left is gone");
        }
    }

    @Test
    void nothingIsAllocatedForARow() {
        com.sun.management.ThreadMXBean thread =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        fakes.catalog.add("split", new Types.Splits<>(None.class, (s, c) -> (text, tokens) -> {
            tokens.add(0, 1);
            tokens.add(2, 3);
        }));
        fakes.catalog.add("count", new Counts());
        try (Assembly a = fakes.assembly("[lower, split, count]", Fakes.LAYERS);
                StepChain chain = a.chain(false)) {
            Batch one = new Batch(List.of(new Value("count", ElementType.FLOAT, Shape.batch(1))), 1);
            int[] slots = {0};
            for (int i = 0; i < 20_000; i++) chain.prepare("a b", one, slots, 0);
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) chain.prepare("a b", one, slots, 0);
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 10_000, allocated + " bytes for 10,000 rows");
        }
    }

    private static final class Counts implements io.graft.api.text.VectorizerType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public List<io.graft.api.data.Feature> features(None settings) {
            return List.of(io.graft.api.data.Feature.floats("count", 1));
        }

        @Override
        public io.graft.api.text.Vectorizer create(None settings, io.graft.api.Context context) {
            return new io.graft.api.text.Vectorizer() {
                @Override
                public List<io.graft.api.data.Feature> features() {
                    return Counts.this.features(null);
                }

                @Override
                public void vectorize(io.graft.api.text.Tokens tokens, Batch into, int[] slots, int row) {
                    into.floats(slots[0])[row] = tokens.size();
                }
            };
        }
    }

    @Test
    void rowsAreDroppedFromTrainingOnly() {
        try (Assembly a = fakes.learned("[no-x, blanks, ids]", Fakes.LAYERS);
                StepChain training = a.chain(true);
                StepChain serving = a.chain(false)) {
            assertFalse(training.prepare("x a", batch, new int[] {0, 1}, 0));
            assertArrayEquals(new int[] {0, 2, 0, 0}, ids(serving, "x a"));
        }
    }

    @Test
    void cleanersForTrainingDoNotWorkWhileServing() {
        try (Assembly a = fakes.learned("[once, blanks, ids]", Fakes.LAYERS);
                StepChain training = a.chain(true);
                StepChain again = a.chain(true);
                StepChain serving = a.chain(false)) {
            assertTrue(training.prepare("a", batch, new int[] {0, 1}, 0));
            assertFalse(training.prepare("a", batch, new int[] {0, 1}, 0));
            assertTrue(again.prepare("a", batch, new int[] {0, 1}, 0), "each pass begins with a new one");
            assertArrayEquals(ids(serving, "a"), ids(serving, "a"));
        }
    }

    @Test
    void aStepThatFailsIsNamedWithTheText() {
        fakes.catalog.add(
                "bang",
                new Types.Filters<>(None.class, (s, c) -> tokens -> {
                    throw new IllegalStateException("bang");
                }),
                "com.acme.filters");
        try (Assembly a = fakes.assembly(
                        Fakes.yaml("[lower, blanks, bang, ids]", Fakes.LAYERS, "auto"),
                        new LearnedState(Map.of("prepare/3/ids", "a")));
                StepChain chain = a.chain(false)) {
            PipelineException e = assertThrows(PipelineException.class, () -> ids(chain, "word ".repeat(50)));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[2]", e.at());
            assertTrue(
                    e.getMessage().startsWith("'bang' of com.acme.filters failed on the text \"word word"),
                    e.getMessage());
            assertTrue(e.getMessage().length() < 200, "a long text is cut: " + e.getMessage());
        }
    }

    @Test
    void aRowWithoutATextIsSaid() {
        try (Assembly a = fakes.learned(Fakes.STEPS, Fakes.LAYERS);
                StepChain chain = a.chain(true)) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> chain.prepare((CharSequence) null, batch, new int[] {0, 1}, 0));
            assertEquals("The source gave a row without a text.", e.getMessage());
        }
    }

    @Test
    void closingAChainClosesItsSteps() {
        try (Assembly a = fakes.learned(Fakes.STEPS, Fakes.LAYERS)) {
            int before = fakes.closedTokenizers;
            a.chain(false).close();
            assertEquals(before + 1, fakes.closedTokenizers);
        }
    }

    @Test
    void aChainThatCannotBeMadeClosesTheStepsMadeSoFar() {
        try (Assembly a = fakes.assembly(Fakes.STEPS, Fakes.LAYERS)) { // ids has learned nothing
            assertThrows(PipelineException.class, () -> a.chain(false));
            assertEquals(1, fakes.closedTokenizers);
        }
    }

    @Test
    void filesNamedInSettingsAreKept(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("stop.txt"), "\uFEFFa\n");
        fakes.folder = folder;
        Map<String, String> kept;
        try (Assembly a = fakes.learned("[blanks, { no-stop: { file: stop.txt } }, ids]", Fakes.LAYERS)) {
            assertEquals("B b c", a.learned().texts().get("prepare/2/ids"));
            kept = a.learned().texts();
            assertEquals("a\n", kept.get("files/stop.txt"));
        }
        Files.delete(list);
        try (Assembly a = fakes.assembly(
                        Fakes.yaml("[blanks, { no-stop: { file: stop.txt } }, ids]", Fakes.LAYERS, "auto"),
                        new LearnedState(kept));
                StepChain chain = a.chain(false)) {
            assertArrayEquals(new int[] {2, 0, 0, 0}, ids(chain, "a b"));
        }
    }

    @Test
    void aFileThatCannotBeReadIsSaid(@TempDir Path folder) throws Exception {
        fakes.folder = folder;
        Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        for (String file : List.of("missing.txt", "latin.txt"))
            try (Assembly a = fakes.assembly("[blanks, { no-stop: { file: " + file + " } }, ids]", Fakes.LAYERS)) {
                PipelineException e = assertThrows(PipelineException.class, () -> a.chain(false));
                assertEquals(ErrorCode.BAD_DATA, e.code());
                assertEquals("prepare[1]", e.at());
                assertTrue(e.getMessage().contains("'" + file + "'"), e.getMessage());
            }
    }

    @Test
    void chainsKeepTheOffsetsOfTheOriginal() {
        fakes.catalog.add("no-dash", new Types.Cleans<>(None.class, (s, c) -> StepsTest::removeDashes));
        try (Assembly a = fakes.learned("[no-dash, blanks, ids]", Fakes.LAYERS);
                StepChain chain = a.chain(false)) {
            chain.prepare("--a -b", batch, new int[] {0, 1}, 0);
            assertEquals(2, chain.tokens().start(0));
            assertEquals(5, chain.tokens().start(1));
            assertEquals(6, chain.tokens().end(1));
        }
    }

    private static boolean removeDashes(TextBuffer text) {
        text.begin();
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) != '-') text.keep(i, i + 1);
        text.commit();
        return true;
    }
}
