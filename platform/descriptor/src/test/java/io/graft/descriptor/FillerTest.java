package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FillerTest {
    private static Descriptor parse(Tree tree) {
        return DescriptorCheck.parse(tree, Path.of(""), Example.COMPONENTS);
    }

    private static Tree again(Tree tree) {
        return new DescriptorReader().read(YamlWriter.write(tree), Format.YAML, "filled.yaml", Set.of());
    }

    @Test
    void everyDefaultIsWrittenOut() {
        Tree filled = Filler.fill(Example.yaml("""
                        graft: 1
                        pipeline: iris
                        data: { train: { csv: { path: "1.csv" } }, validation: { split: 0.2 } }
                        prepare: [unicode-words, vocabulary]
                        model:
                          layers: [ { residual: { layers: [ { dense: { units: 3 } }, mean-pool ] } } ]
                          loss: mse
                          optimizer: adam
                        train: { epochs: 3, schedule: cosine }
                        """), Example.COMPONENTS);
        assertEquals("""
                graft: 1
                pipeline: iris
                data:
                  train:
                    csv: {path: 1.csv, text: text}
                  validation: {split: 0.2}
                prepare:
                  - unicode-words
                  - vocabulary: {size: 10000, length: 32}
                model:
                  layers:
                    - residual:
                        layers:
                          - dense: {units: 3, bias: true}
                          - mean-pool
                        branches: []
                  loss: mse
                  optimizer:
                    adam: {learningRate: 0.001, beta1: 0.9, beta2: 0.999}
                train:
                  epochs: 3
                  schedule:
                    cosine: {warmUp: 0}
                  batch: 32
                  seed: 7
                  shuffle: true
                  threads: 0
                  checkpoint: {every: 1 epoch, keep: 3}
                  stop: {patience: 0, minDelta: 0}
                  clip: {norm: 0, value: 0}
                  classWeights: none
                metrics: []
                backend: auto
                serve:
                  batch: {max: 32, wait: 2ms}
                  probe: {rows: 200, metric: accuracy, tolerance: 0.01}
                """, YamlWriter.write(filled));
    }

    @Test
    void aFilledDescriptorMeansTheSame() {
        Tree tree = Example.read("yaml");
        Tree filled = Filler.fill(tree, Example.COMPONENTS);
        Descriptor before = parse(tree);
        Descriptor after = parse(again(filled));
        assertEquals(before.train(), after.train());
        assertEquals(before.serve(), after.serve());
        assertEquals(before.backend().name(), after.backend().name());
        assertEquals(
                before.prepare().stream().map(Reference::name).toList(),
                after.prepare().stream().map(Reference::name).toList());
        assertEquals(filled, again(filled));
        assertEquals(filled, Filler.fill(again(filled), Example.COMPONENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json", "xml", "properties"})
    void everyFormatIsFilledAlike(String extension) {
        assertEquals(
                Filler.fill(Example.read("yaml"), Example.COMPONENTS),
                Filler.fill(Example.read(extension), Example.COMPONENTS));
    }

    @Test
    void whatWasAddedIsTold() {
        Tree before = Example.read("yaml");
        List<String> added = Filler.added(before, Filler.fill(before, Example.COMPONENTS)).stream()
                .map(t -> t.path() + "=" + (t.isList() ? t.items() : t.text()))
                .toList();
        assertEquals(
                List.of(
                        "prepare[2].stop-words.words=[]",
                        "model.layers[2].dense.bias=true",
                        "model.optimizer.adam.beta1=0.9",
                        "model.optimizer.adam.beta2=0.999",
                        "train.stop.minDelta=0",
                        "train.shuffle=true",
                        "train.threads=0",
                        "train.clip.norm=0",
                        "train.clip.value=0",
                        "train.classWeights=none"),
                added);
    }

    @Test
    void nothingIsAddedToWhatIsFull() {
        Tree filled = Filler.fill(Example.read("yaml"), Example.COMPONENTS);
        assertEquals(List.of(), Filler.added(filled, Filler.fill(filled, Example.COMPONENTS)));
    }

    @Test
    void whatCannotBeUnderstoodStays() {
        Tree odd = Example.yaml(
                "graft: x\ndata: 3\nprepare: { a: 1 }\nmodel: [1]\ntrain: 7\nmetrics: [nope, 3, [x]]\nserve: { batch: 3 }\n");
        Tree filled = Filler.fill(odd, Example.COMPONENTS);
        odd.entries().forEach((key, value) -> {
            if (!key.equals("serve")) assertEquals(value, filled.entries().get(key), key);
        });
        assertEquals("3", filled.find("serve.batch").orElseThrow().text());
        assertFalse(DescriptorCheck.check(filled, Example.COMPONENTS).isEmpty());
    }
}
