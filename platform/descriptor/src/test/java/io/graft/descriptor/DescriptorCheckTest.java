package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorCheckTest {
    private static void assertProblem(String expected, String from, String to) {
        assertEquals(List.of(expected), Example.problems(from, to));
    }

    private static Descriptor parse(String from, String to) {
        return DescriptorCheck.parse(Example.changed(from, to), Path.of("x"), Example.COMPONENTS);
    }

    @Test
    void theExampleBecomesADescriptor() {
        Descriptor d = DescriptorCheck.parse(Example.read("yaml"), Path.of("x"), Example.COMPONENTS);
        assertEquals("tickets", d.pipeline());
        assertEquals(Path.of("x"), d.folder());
        assertEquals(
                List.of("cleaner", "tokenizer", "token-filter", "vectorizer"),
                d.prepare().stream().map(Reference::kind).toList());
        assertEquals(
                List.of("clean", "unicode-words", "stop-words", "vocabulary"),
                d.prepare().stream().map(Reference::name).toList());
        assertEquals("prepare[2]", d.prepare().get(2).path());
        assertEquals(
                "prepare[2].stop-words.language",
                d.prepare().get(2).settings().find("language").orElseThrow().path());
        assertEquals(
                "512", d.layers().get(0).settings().find("size").orElseThrow().text());
        assertEquals("adam", d.optimizer().name());
        assertEquals("csv", d.data().validation().orElseThrow().name());
        assertEquals(0, d.data().split());
        assertTrue(d.automaticBackend());
        assertEquals(Optional.empty(), d.schedule());
        assertEquals(3, d.train().stop().patience());
        assertEquals(Optional.empty(), d.train().stop().metric());
        assertEquals(new Interval(1, false), d.train().checkpoint().every());
        assertEquals(ClassWeights.Mode.NONE, d.train().classWeights().mode());
        assertEquals(Duration.ofMillis(2), d.serve().batch().wait_());
        assertEquals(0.01, d.serve().probe().tolerance());
    }

    @Test
    void aShortDescriptorHasDefaults() {
        Descriptor d = DescriptorCheck.parse(Example.yaml("""
                        graft: 1
                        pipeline: iris
                        data: { train: { csv: { path: iris.csv } }, validation: { split: 0.2 } }
                        model: { layers: [ { dense: { units: 3 } } ], loss: mse, optimizer: sgd }
                        """), Path.of(""), Example.COMPONENTS);
        assertEquals(List.of(), d.prepare());
        assertEquals(List.of(), d.metrics());
        assertEquals(0.2, d.data().split());
        assertEquals(Optional.empty(), d.data().validation());
        assertEquals(10, d.train().epochs());
        assertEquals(7L, d.train().seed());
        assertEquals(Descriptor.AUTO, d.backend().name());
        assertEquals(200, d.serve().probe().rows());
    }

    @Test
    void trainingAndScheduleAreRead() {
        Descriptor d = parse(
                "seed: 7,",
                "seed: 8, schedule: { cosine: { warmUp: 2 } }, classWeights: { a: 2, b: 0.5 }, clip: { norm: 1 },");
        assertEquals("cosine", d.schedule().orElseThrow().name());
        assertEquals("train.schedule", d.schedule().orElseThrow().path());
        assertEquals(Map.of("a", 2.0, "b", 0.5), d.train().classWeights().weights());
        assertEquals(1, d.train().clip().norm());
        assertEquals(8, d.train().seed());
    }

    @Test
    void unknownKeysNameTheNearestKnownOne() {
        assertProblem(
                "a.yaml:10: prepare[3].vocabulary.lenght: Unknown key 'lenght'. Did you mean 'length'? Known: size, length.",
                "length: 32",
                "lenght: 32");
        assertProblem(
                "a.yaml:21: serv: Unknown key 'serv'. Did you mean 'serve'? Known: graft, pipeline, data, prepare, model, metrics, train, backend, serve.",
                "serve:",
                "serv:");
        assertProblem(
                "a.yaml:19: train.schedul: Unknown key 'schedul'. Did you mean 'schedule'? Known: epochs, batch, seed, shuffle, threads,"
                        + " checkpoint, stop, clip, classWeights, schedule.",
                "seed: 7",
                "schedul: constant");
        assertProblem(
                "a.yaml:19: train.checkpoint.kep: Unknown key 'kep'. Did you mean 'keep'? Known: every, keep.",
                "keep: 3",
                "kep: 3");
        assertProblem(
                "a.yaml:12: model.xyz: Unknown key 'xyz'. Known: layers, loss, optimizer.",
                "model:\n",
                "model:\n  xyz: 1\n");
        assertProblem(
                "a.yaml:4: data.tset: Unknown key 'tset'. Known: train, validation.", "data:\n", "data:\n  tset: 1\n");
        assertProblem(
                "a.yaml:8: prepare[1].unicode-words.size: Unknown key 'size'. There are no settings here.",
                "- unicode-words",
                "- unicode-words: { size: 1 }");
    }

    @Test
    void unknownComponentsNameTheNearestKnownOne() {
        assertProblem(
                "a.yaml:8: prepare[1]: No tokenizer 'wordpeice'. Did you mean 'wordpiece'? Available: unicode-words, whitespace, wordpiece.",
                "unicode-words",
                "wordpeice");
        assertProblem(
                "a.yaml:8: prepare[1]: No cleaner, tokenizer, token-filter or vectorizer 'qqqqqq'."
                        + " Available: clean, length, stop-words, unicode-words, vocabulary, whitespace, wordpiece.",
                "unicode-words",
                "qqqqqq");
        assertProblem(
                "a.yaml:16: model.loss: No loss 'crossentropy'. Did you mean 'cross-entropy'? Available: cross-entropy, mse.",
                "loss: cross-entropy",
                "loss: crossentropy");
        assertProblem("a.yaml:20: backend: No backend 'torch'. None is installed.", "backend: auto", "backend: torch");
        assertProblem(
                "a.yaml:21: serve.probe.metric: No metric 'acuracy'. Did you mean 'accuracy'? Available: accuracy, macro-f1, top-k.",
                "metric: accuracy",
                "metric: acuracy");
        assertEquals(
                ErrorCode.UNKNOWN_COMPONENT,
                DescriptorCheck.check(Example.changed("backend: auto", "backend: torch"), Example.COMPONENTS)
                        .get(0)
                        .code());
    }

    @Test
    void componentsOfTheWrongKindAreNamed() {
        assertProblem(
                "a.yaml:8: prepare[1]: 'dense' is a layer; here belongs a cleaner, tokenizer, token-filter or vectorizer."
                        + " Available: clean, length, stop-words, unicode-words, vocabulary, whitespace, wordpiece.",
                "- unicode-words",
                "- dense: { units: 3 }");
        assertProblem(
                "a.yaml:16: model.loss: 'accuracy' is a metric; here belongs a loss. Available: cross-entropy, mse.",
                "loss: cross-entropy",
                "loss: accuracy");
        assertProblem(
                "a.yaml:14: model.layers[1]: 'adam' is an optimizer; here belongs a layer. Available: dense, embedding, mean-pool, residual.",
                "mean-pool",
                "adam");
        assertEquals(
                ErrorCode.WRONG_KIND,
                DescriptorCheck.check(Example.changed("mean-pool", "adam"), Example.COMPONENTS)
                        .get(0)
                        .code());
    }

    @Test
    void aNameOfTwoKindsMeansTheOneThatFitsItsPlace() {
        assertEquals(
                "cleaner",
                parse("  - unicode-words", "  - length\n  - unicode-words")
                        .prepare()
                        .get(1)
                        .kind());
        assertEquals(
                "token-filter",
                parse("  - unicode-words", "  - unicode-words\n  - length")
                        .prepare()
                        .get(2)
                        .kind());
    }

    @Test
    void versionsAreChecked() {
        assertEquals(
                "[1.2,2)",
                parse("- unicode-words", "- unicode-words@[1.2,2)")
                        .prepare()
                        .get(1)
                        .versionRange());
        assertEquals(
                "en",
                parse("stop-words:", "stop-words@[1.2,2):")
                        .prepare()
                        .get(2)
                        .settings()
                        .find("language")
                        .orElseThrow()
                        .text());
        assertProblem(
                "a.yaml:8: prepare[1]: No tokenizer 'unicode-words' has a version in [2,3). Installed: 1.5.0.",
                "- unicode-words",
                "- unicode-words@[2,3)");
        assertProblem(
                "a.yaml:8: prepare[1]: 'two' is not a version range; write for example unicode-words@[1.2,2).",
                "- unicode-words",
                "- unicode-words@two");
    }

    @Test
    void whatIsNoComponentIsNamed() {
        String expected = "Expected a component: its name, or one key with its name that holds its settings; this is ";
        assertProblem("a.yaml:16: model.loss: " + expected + "the number 3.", "loss: cross-entropy", "loss: 3");
        assertProblem("a.yaml:16: model.loss: " + expected + "a list.", "loss: cross-entropy", "loss: [mse]");
        assertProblem(
                "a.yaml:16: model.loss: " + expected + "a map with 2 keys: mse, x.",
                "loss: cross-entropy",
                "loss: { mse: , x: }");
        assertProblem("a.yaml:16: model.loss: " + expected + "a map with no key.", "loss: cross-entropy", "loss: {}");
        assertProblem(
                "a.yaml:13: model.layers[0].embedding: The settings of 'embedding' must be a map, but are the number 512.",
                "embedding: { size: 512 }",
                "embedding: 512");
    }

    @Test
    void settingsOfEveryComponentAreChecked() {
        assertProblem(
                "a.yaml:10: prepare[3].vocabulary.size: 'size' must be between 1 and 10000000 (in tokens), but is 0.",
                "size: 10000",
                "size: 0");
        assertProblem(
                "a.yaml:17: model.optimizer.adam.learningRate: 'learningRate' must be a number, but is the text 'fast'.",
                "0.001",
                "fast");
        assertProblem("a.yaml:4: data.train.csv: 'path' is missing: the file.", "path: train.csv, ", "");
        assertProblem(
                "a.yaml:18: metrics[1].top-k.k: 'k' must be at least 1, but is 0.", "macro-f1", "top-k: { k: 0 }");
        assertProblem(
                "a.yaml:19: train.epochs: 'epochs' must be at least 1 (in epochs), but is -1.",
                "epochs: 10",
                "epochs: -1");
        assertProblem(
                "a.yaml:19: train.schedule.cosine.warmUp: 'warmUp' must be a whole number, but is the number 1.5.",
                "seed: 7",
                "schedule: { cosine: { warmUp: 1.5 } }");
        assertProblem(
                "a.yaml:21: serve.batch.wait: 'wait' must be a length of time such as 500ms, 2s, 5m or 1h, but is the number 2.",
                "wait: 2ms",
                "wait: 2");
    }

    @Test
    void componentsWithinComponentsAreChecked() {
        assertProblem(
                "a.yaml:14: model.layers[1].residual.layers[0]: No layer 'densse'. Did you mean 'dense'? Available: dense, embedding, mean-pool, residual.",
                "- mean-pool",
                "- residual: { layers: [densse] }");
        assertProblem(
                "a.yaml:14: model.layers[1].residual.branches[0][1].residual.layers[0].dense.units: 'units' cannot be the number -3:"
                        + " '-3' is neither a whole number above 0 nor 'classes'.",
                "- mean-pool",
                "- residual: { layers: [], branches: [[mean-pool, { residual: { layers: [ { dense: { units: -3 } } ] } } ]] }");
        assertEquals(
                "residual",
                parse("- mean-pool", "- residual: { layers: [mean-pool] }")
                        .layers()
                        .get(1)
                        .name());
    }

    @Test
    void theFormIsChecked() {
        assertProblem(
                "a.yaml:1: 'graft' is missing: the version of the descriptor's form; write graft: 1.",
                "graft: 1\n",
                "");
        assertProblem(
                "a.yaml:1: graft: 'graft' must be 1, the version of the descriptor's form that this Graft reads, but is the number 2.",
                "graft: 1",
                "graft: 2");
        assertProblem(
                "a.yaml:1: 'pipeline' is missing: the name of the pipeline, e.g. pipeline: tickets.",
                "pipeline: tickets\n",
                "");
        for (String bad : List.of("My Pipe", "a_b", "-a", "a--b", "../x", "a".repeat(65), "ä"))
            assertTrue(Example.problems("pipeline: tickets", "pipeline: " + bad)
                    .get(0)
                    .startsWith("a.yaml:2: pipeline: 'pipeline' must be a name of lower-case letters and digits"));
        assertProblem(
                "a.yaml:12: model.layers: 'layers' must be a list, but is a map.", """
                  layers:
                    - embedding: { size: 512 }
                    - mean-pool
                    - dense: { units: classes }
                """, "  layers: { mean-pool: }\n");
        assertProblem(
                "a.yaml:11: model: 'loss' is missing: what training makes small, e.g. loss: cross-entropy.",
                "  loss: cross-entropy\n",
                "");
        assertProblem(
                "a.yaml:19: train: Settings must be a map, but this is the number 3.",
                "train: { epochs",
                "train: 3 # { epochs");
    }

    @Test
    void missingSectionsAreReportedOnce() {
        assertEquals(
                List.of(
                        "a.yaml:1: 'graft' is missing: the version of the descriptor's form; write graft: 1.",
                        "a.yaml:1: 'data' is missing: it holds train, a source of rows, and perhaps validation.",
                        "a.yaml:1: 'model' is missing: it holds layers, loss and optimizer."),
                DescriptorCheck.check(Example.yaml("pipeline: x\n"), Example.COMPONENTS).stream()
                        .map(Problem::toString)
                        .toList());
        assertEquals(
                List.of(
                        "a.yaml:3: data: 'data' must be a map, but is the number 3: it holds train, a source of rows, and perhaps validation.",
                        "a.yaml:4: model: 'layers' is missing: a list of at least one component.",
                        "a.yaml:4: model: 'loss' is missing: what training makes small, e.g. loss: cross-entropy.",
                        "a.yaml:4: model: 'optimizer' is missing: how parameters move, e.g. optimizer: adam."),
                DescriptorCheck.check(Example.yaml("graft: 1\npipeline: x\ndata: 3\nmodel:\n"), Example.COMPONENTS)
                        .stream()
                        .map(Problem::toString)
                        .toList());
    }

    @Test
    void theSplitIsBetweenNoneAndAll() {
        for (String bad : List.of("0", "1", "-0.1", "a tenth", "[]"))
            assertTrue(
                    Example.problems("{ csv: { path: dev.csv, text: text, label: label } }", "{ split: " + bad + " }")
                            .get(0)
                            .startsWith(
                                    "a.yaml:5: data.validation.split: 'split' must be a number between 0 and 1, e.g. 0.1, but is "));
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheFile() {
        Tree tree = Example.yaml("""
                graft: 2
                pipeline: Tickets
                data: { train: { cvs: { path: a } } }
                prepare: [ { clean: { unicode: nfx, lowercase: maybe } } ]
                model: { layers: [ { dense: {} } ], loss: mse, optimizer: { adam: { beta1: 0.9999 } } }
                trian: {}
                """);
        DescriptorException e = assertThrows(
                DescriptorException.class, () -> DescriptorCheck.parse(tree, Path.of(""), Example.COMPONENTS));
        assertEquals("""
                a.yaml:1: graft: 'graft' must be 1, the version of the descriptor's form that this Graft reads, but is the number 2.
                a.yaml:2: pipeline: 'pipeline' must be a name of lower-case letters and digits, its words joined by hyphens, of at most 64 characters, but is the text 'Tickets'.
                a.yaml:3: data.train: No source 'cvs'. Did you mean 'csv'? Available: csv.
                a.yaml:4: prepare[0].clean.unicode: 'unicode' must be one of none, nfc, nfkc, but is the text 'nfx'. Did you mean 'nfc'?
                a.yaml:4: prepare[0].clean.lowercase: 'lowercase' must be true or false, but is the text 'maybe'.
                a.yaml:5: model.layers[0].dense: 'units' is missing: the numbers it gives.
                a.yaml:5: model.optimizer.adam: These settings do not go together: beta1 must not be above beta2.
                a.yaml:6: trian: Unknown key 'trian'. Did you mean 'train'? Known: graft, pipeline, data, prepare, model, metrics, train, backend, serve.""", e.getMessage());
        assertEquals(ErrorCode.BAD_SETTING, e.code());
        assertEquals("graft", e.at());
    }

    @Test
    void anUnknownPathOfAnAssignmentIsNamed() {
        Tree tree = new DescriptorReader().set(Example.read("yaml"), "train.epcohs=3", java.util.Set.of());
        List<Problem> problems = DescriptorCheck.check(tree, Example.COMPONENTS);
        assertFalse(problems.isEmpty());
        assertTrue(problems.get(0)
                .toString()
                .startsWith("train.epcohs=3: train.epcohs: Unknown key 'epcohs'. Did you mean 'epochs'? Known: "));
    }
}
