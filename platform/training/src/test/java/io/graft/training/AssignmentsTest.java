package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Tree;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    private static final Tree TREE = new DescriptorReader().read("""
            graft: 1
            model:
              layers: [dense, { dense: { units: 3 } }]
              loss: cross-entropy
              optimizer: { "adam@[1.2,2)": { learningRate: 0.1 } }
            backend: jvm
            train: { batch: 6 }
            """, Format.YAML, "test.yaml", Set.of());

    private static String at(String path, String... assignments) {
        return Assignments.of(TREE, List.of(assignments))
                .tree()
                .find(path)
                .map(Tree::text)
                .orElse("nothing");
    }

    @Test
    void placesMayBeWrittenShort() {
        assertEquals("sgd", at("model.optimizer", "optimizer=sgd"));
        assertEquals("hinge", at("model.loss", "loss=hinge"));
        assertEquals("4", at("model.layers[1].dense.units", "layers.1.dense.units=4"));
        assertEquals("4", at("model.layers[1].dense.units", "layers[1].dense.units=4"));
        assertEquals("4", at("model.layers[0].dense.units", "model.layers.0.dense.units = 4"));
        assertEquals("step", at("train.schedule", "schedule=step"));
        assertEquals("7", at("train.batch", "train.batch=7"));
    }

    @Test
    void aSettingOfTheOneComponentNeedsNoName() {
        String whole = "model.optimizer.adam@[1.2,2).learningRate";
        assertEquals("0.2", at(whole, "optimizer.learningRate=0.2"));
        assertEquals("0.2", at(whole, "model.optimizer.learningRate=0.2"));
        assertEquals("0.2", at(whole, whole + "=0.2"));
        assertEquals("0.1", at("model.loss.cross-entropy.smoothing", "loss.smoothing=0.1"));
        assertEquals("0.2", at("model.optimizer.sgd.momentum", "optimizer=sgd", "optimizer.momentum=0.2"));
        assertEquals("2", at("backend.jvm.threads", "backend.threads=2"));
    }

    @Test
    void whatChangedIsSaid() {
        assertEquals(
                List.of(
                        "'train.batch' is now 7, was 6.",
                        "'backend' is now {torch: {device: cpu}}, was jvm.",
                        "'train.epochs' is now 3."),
                Assignments.of(TREE, List.of("train.batch=7", "backend={torch: {device: cpu}}", "train.epochs=3"))
                        .sentences());
        assertEquals(
                List.of("No setting changed; the same was assembled anew."),
                Assignments.of(TREE, List.of("train.batch=6")).sentences());
    }

    @Test
    void whatIsNoAssignmentIsSaid() {
        for (String bad : List.of("nonsense", "=3", "")) {
            PipelineException e = assertThrows(PipelineException.class, () -> Assignments.of(TREE, List.of(bad)), bad);
            assertEquals(ErrorCode.BAD_CALL, e.code());
        }
    }

    @Test
    void variablesOfTheEnvironmentMeanNothing() {
        assertThrows(PipelineException.class, () -> Assignments.of(TREE, List.of("model.loss=${env:PATH}")));
    }
}
