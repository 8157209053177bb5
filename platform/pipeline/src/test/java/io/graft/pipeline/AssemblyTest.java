package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Source;
import io.graft.api.model.Layer;
import io.graft.api.text.Tokenizer;
import io.graft.descriptor.DescriptorException;
import io.graft.pipeline.Types.None;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblyTest {
    private final Fakes fakes = new Fakes();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [ids]                     | prepare[0] | 'ids' takes tokens, but the source before it gives text. Put a tokenizer between them.
            [lower, ids]              | prepare[1] | 'ids' takes tokens, but 'lower' before it gives text. Put a tokenizer between them.
            [blanks, lower, ids]      | prepare[1] | 'lower' takes text, but 'blanks' before it gives tokens. Cleaners stand before the tokenizer, and there is one tokenizer.
            [blanks, blanks, ids]     | prepare[1] | 'blanks' takes text, but 'blanks' before it gives tokens. Cleaners stand before the tokenizer, and there is one tokenizer.
            [blanks, ids, ids]        | prepare[2] | 'ids' takes tokens, but 'ids' before it gives numbers. A vectorizer is the last step.
            [blanks]                  | prepare[0] | The preparation ends with tokens, but a network takes numbers. End with a vectorizer, e.g. vocabulary.
            [lower]                   | prepare[0] | The preparation ends with text, but a network takes numbers. End with a vectorizer, e.g. vocabulary.
            """)
    void stepsThatDoNotFitAreSaid(String steps, String path, String sentence) {
        DescriptorException e = assertThrows(DescriptorException.class, () -> fakes.assembly(steps, Fakes.LAYERS));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals(path, e.problems().get(0).path());
        assertEquals(sentence, e.problems().get(0).sentence());
        assertEquals(
                "test.yaml:4",
                e.problems().get(0).file() + ":" + e.problems().get(0).line());
        assertEquals(fakes.catalog.begun, fakes.catalog.closed, "nothing stays borrowed");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        DescriptorException e =
                assertThrows(DescriptorException.class, () -> fakes.assembly("[ids, lower]", Fakes.LAYERS));
        assertEquals(
                List.of("prepare[0]", "prepare[1]", "prepare[1]"),
                e.problems().stream().map(p -> p.path()).toList());
    }

    @Test
    void aSourceOfNumbersDoesNotGoThroughSteps() {
        try (Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto").replace("train: rows", "train: numbers"),
                new LearnedState())) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> a.source(a.descriptor().data().train()));
            assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
            assertEquals("prepare[0]", e.at());
            assertTrue(
                    e.getMessage()
                            .startsWith("'lower' takes text, but the source 'numbers' gives tensors [x float[3]]."),
                    e.getMessage());
        }
    }

    @Test
    void aSourceOfTextNeedsSteps() {
        try (Assembly a = fakes.assembly("[]", Fakes.LAYERS)) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> a.source(a.descriptor().data().train()));
            assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
            assertTrue(e.getMessage().contains("Add a tokenizer and a vectorizer under 'prepare'."), e.getMessage());
        }
    }

    @Test
    void numbersGoStraightToTheNetwork() {
        try (Assembly a = fakes.assembly(
                Fakes.yaml("[]", "[{ dense: { units: classes } }]", "auto").replace("train: rows", "train: numbers"),
                new LearnedState())) {
            Source source = a.source(a.descriptor().data().train());
            assertEquals(
                    List.of("x", "target", "rowWeight"),
                    a.graph(a.plannedFeatures(source), 7).inputs().stream()
                            .map(v -> v.name())
                            .toList());
        }
    }

    @Test
    void whatWasBorrowedIsGivenBack() {
        Assembly a = fakes.learned(
                Fakes.STEPS,
                "[{ table: { size: 5 } }, mean, { residual: { layers: [{ dense: { units: 5 } }] } }, { dense: { units: classes } }]");
        int begun = fakes.catalog.begun;
        assertTrue(begun - fakes.catalog.closed >= 11, "3 steps, 5 layers, loss, optimizer, source are in use");
        a.close();
        assertEquals(begun, fakes.catalog.closed);
        a.close();
        assertEquals(begun, fakes.catalog.closed);
    }

    @Test
    void aNameMayBeOfACleanerAndOfAFilter() {
        fakes.catalog.add("lower", new Types.Filters<>(None.class, (s, c) -> tokens -> tokens.truncate(1)));
        try (Assembly a = fakes.learned("[lower, blanks, lower, ids]", Fakes.LAYERS)) {
            assertEquals(
                    List.of("cleaner", "tokenizer", "token-filter", "vectorizer"),
                    a.steps().stream().map(p -> p.offer().kind()).toList());
            assertEquals("a b", a.learned().texts().get("prepare/3/ids"), "of each row the first word, in lower case");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null", "link", "wrong"})
    void aPlugInThatFailsIsNamedWithItsPlace(String how) {
        fakes.catalog.remove("blanks");
        Tokenizer none = null;
        fakes.catalog.add(
                "blanks",
                new Types.Splits<>(None.class, (s, c) -> switch (how) {
                    case "throws" -> throw new IllegalStateException("out of words");
                    case "link" -> throw new NoClassDefFoundError("com/acme/Words");
                    default -> none;
                }),
                "com.acme.words");
        try (Assembly a = fakes.assembly(Fakes.STEPS, Fakes.LAYERS)) {
            PipelineException e = assertThrows(PipelineException.class, () -> a.chain(false));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[1]", e.at());
            assertTrue(e.getMessage().startsWith("The plug-in com.acme.words 1.2.3 "), e.getMessage());
            assertTrue(e.getMessage().contains("'blanks'"), e.getMessage());
        }
    }

    @Test
    void aSentenceOfAPlugInGetsItsPlace() {
        fakes.catalog.remove("blanks");
        fakes.catalog.add("blanks", new Types.Splits<>(None.class, (s, c) -> {
            throw new PipelineException(ErrorCode.BAD_SETTING, "", "There are no blanks today.");
        }));
        try (Assembly a = fakes.assembly(Fakes.STEPS, Fakes.LAYERS)) {
            PipelineException e = assertThrows(PipelineException.class, () -> a.chain(false));
            assertEquals(ErrorCode.BAD_SETTING, e.code());
            assertEquals("prepare[1]", e.at());
            assertEquals("There are no blanks today.", e.getMessage());
        }
    }

    @Test
    void aLayerThatBuildsNothingOrThrowsIsNamed() {
        fakes.catalog.add("nothing", new Types.Builds<>(None.class, (s, c) -> (g, x) -> null), "com.acme.layers");
        fakes.catalog.add(
                "broken",
                new Types.Builds<>(None.class, (s, c) -> (g, x) -> {
                    throw new LinkageError("old class");
                }),
                "com.acme.layers");
        for (String layer : List.of("nothing", "broken"))
            try (Assembly a = fakes.learned(Fakes.STEPS, "[{ table: { size: 5 } }, mean, " + layer + "]")) {
                PipelineException e = assertThrows(
                        PipelineException.class, () -> a.graph(a.chain(false).features(), 2));
                assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
                assertEquals("model.layers[2]", e.at());
                assertTrue(
                        e.getMessage().contains("com.acme.layers 1.2.3")
                                && e.getMessage().contains("'" + layer + "'"),
                        e.getMessage());
            }
    }

    @Test
    void aSourceThatFailsIsNamed() {
        fakes.catalog.remove("rows");
        fakes.catalog.add(
                "rows",
                new Types.Reads<>(None.class, (s, c) -> new Source() {
                    @Override
                    public io.graft.api.data.DataType gives() {
                        return new io.graft.api.data.DataType.Text();
                    }

                    @Override
                    public io.graft.api.data.SampleReader open() {
                        throw new IllegalArgumentException("no quotes");
                    }

                    @Override
                    public List<java.nio.file.Path> files() {
                        return null;
                    }
                }),
                "com.acme.rows");
        try (Assembly a = fakes.assembly(Fakes.STEPS, Fakes.LAYERS)) {
            Source source = a.source(a.descriptor().data().train());
            PipelineException open = assertThrows(PipelineException.class, () -> Steps.learn(a, source, rows -> {}));
            assertEquals(ErrorCode.PLUGIN_FAILED, open.code());
            assertEquals("data.train", open.at());
            assertTrue(
                    open.getMessage().contains("com.acme.rows 1.2.3")
                            && open.getMessage().contains("no quotes"),
                    open.getMessage());
            assertEquals(
                    ErrorCode.PLUGIN_FAILED,
                    assertThrows(PipelineException.class, source::files).code());
        }
    }

    @Test
    void optimizerScheduleAndMetricThatFailAreNamed() {
        fakes.catalog.add("no-rule", new Types.Moves<>(None.class, (s, c) -> () -> null), "com.acme.x");
        fakes.catalog.add(
                "no-plan",
                new Types.Plans<>(None.class, (s, c) -> moment -> {
                    throw new ArithmeticException("/ by zero");
                }),
                "com.acme.x");
        fakes.catalog.add("no-judge", new Types.Judges<>(None.class, (s, c) -> new NoJudge()), "com.acme.x");
        String yaml = Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto").replace("optimizer: plain", "optimizer: no-rule")
                + "train: { schedule: no-plan }\nmetrics: [no-judge, no-judge]\n";
        try (Assembly a = fakes.assembly(yaml, new LearnedState())) {
            PipelineException rule = assertThrows(PipelineException.class, a::rule);
            assertEquals("model.optimizer", rule.at());
            PipelineException factor =
                    assertThrows(PipelineException.class, () -> a.schedule().factor(null));
            assertEquals("train.schedule", factor.at());
            assertEquals(
                    List.of("no-judge", "no-judge-2"), List.copyOf(a.metrics().keySet()), "none hides the other");
            PipelineException metric = assertThrows(
                    PipelineException.class, () -> a.metrics().get("no-judge-2").open(List.of()));
            assertEquals("metrics[1]", metric.at());
            for (PipelineException e : List.of(rule, factor, metric)) {
                assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
                assertTrue(e.getMessage().startsWith("The plug-in com.acme.x 1.2.3 "), e.getMessage());
            }
        }
    }

    private static final class NoJudge implements io.graft.api.model.Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return null;
        }
    }

    @Test
    void withoutAScheduleTheRateIsConstant() {
        try (Assembly a = fakes.assembly(Fakes.STEPS, Fakes.LAYERS)) {
            assertEquals(1, a.schedule().factor(null));
            assertEquals(0.5, a.rule().learningRate());
            assertSame(fakes.catalog, a.catalog());
            assertEquals(Map.of(), a.metrics());
        }
    }

    @Test
    void problemsInsideALayerHaveTheirPlace() {
        Layer refuses = null;
        fakes.catalog.add("refuses", new Types.Builds<>(None.class, (s, c) -> refuses), "com.acme.layers");
        DescriptorException e = assertThrows(
                DescriptorException.class,
                () -> fakes.assembly(Fakes.STEPS, "[{ branches: { branches: [[mean], [refuses]] } }]"));
        assertEquals(
                "model.layers[0].branches.branches[1][0]", e.problems().get(0).path());
        assertEquals(fakes.catalog.begun, fakes.catalog.closed);
    }
}
