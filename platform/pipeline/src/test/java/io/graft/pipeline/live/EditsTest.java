package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.PipelineStatus.PartStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditsTest {
    private static final List<PartStatus> PARTS = List.of(
            part("prepare[0]", "cleaner", "clean"),
            part("prepare[1]", "cleaner", "lower"),
            part("prepare[2]", "tokenizer", "words"),
            part("metrics[0]", "metric", "accuracy"),
            part("metrics[1]", "metric", "macro-f1"));

    private static PartStatus part(String path, String kind, String name) {
        return new PartStatus(path, kind, name, "p", "1", 1);
    }

    private static Tree tree(String json) {
        return new DescriptorReader().read(json, Format.JSON, "test", Set.of());
    }

    private final Tree deployed = tree("""
            {"graft": 1, "pipeline": "test", "prepare": [{"clean": {"lowercase": true}}, "lower", "words"],
             "model": {"loss": "cross", "optimizer": {"adam": {"learningRate": 0.1}}},
             "metrics": ["accuracy", "macro-f1"], "backend": "jvm"}""");

    /** The examples of RFC 7396, appendix A, that have an object on both sides. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b'} | {'a':null} | {}",
                "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
                "{'a':['b']} | {'a':'c'} | {'a':'c'}",
                "{'a':'c'} | {'a':['b']} | {'a':['b']}",
                "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
                "{'e':null} | {'a':1} | {'e':null,'a':1}",
                "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            })
    void aMergePatchFollowsItsRfc(String target, String patch, String result) {
        assertEquals(
                tree(result.replace('\'', '"')),
                Edits.merged(tree(target.replace('\'', '"')), tree(patch.replace('\'', '"'))));
    }

    private Tree set(String... assignments) {
        return Edits.apply(deployed, Change.set(assignments), PARTS);
    }

    @Test
    void aPlaceTakesAName() {
        assertEquals(
                "chinese-words",
                set("prepare.2=chinese-words").find("prepare[2]").orElseThrow().text());
        assertEquals(
                "false",
                set("prepare.0.clean.lowercase=false")
                        .find("prepare[0].clean.lowercase")
                        .orElseThrow()
                        .text());
    }

    @Test
    void aKindStandsForTheOnePlaceOfItsKind() {
        assertEquals(
                "chinese-words",
                set("tokenizer=chinese-words").find("prepare[2]").orElseThrow().text());
        assertEquals(
                "sgd",
                set("optimizer=sgd").find("model.optimizer").orElseThrow().text());
        assertEquals("mse", set("loss=mse").find("model.loss").orElseThrow().text());
        assertEquals("torch", set("backend=torch").find("backend").orElseThrow().text());
        assertEquals(
                "0.5",
                set("optimizer.adam.learningRate=0.5")
                        .find("model.optimizer.adam.learningRate")
                        .orElseThrow()
                        .text());
    }

    @Test
    void aKindOfSeveralPlacesIsAsked() {
        PipelineException e = assertThrows(PipelineException.class, () -> set("cleaner=fold"));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertEquals(
                "The pipeline has 2 of the kind cleaner: prepare[0], prepare[1]. Name the place, e.g. prepare[0]=NAME.",
                e.getMessage());
        e = assertThrows(PipelineException.class, () -> set("vectorizer=tf-idf"));
        assertTrue(e.getMessage().startsWith("The pipeline has no vectorizer"), e.getMessage());
    }

    @Test
    void aPipelineCannotBeRenamed() {
        assertEquals(
                ErrorCode.BAD_CALL,
                assertThrows(PipelineException.class, () -> set("pipeline=other"))
                        .code());
    }

    @Test
    void anAssignmentWithoutAValueIsSaid() {
        assertEquals(
                ErrorCode.BAD_CALL,
                assertThrows(PipelineException.class, () -> set("tokenizer")).code());
    }

    @Test
    void differencesNameTheirPlaces() {
        List<String> found = new ArrayList<>();
        Tree after =
                set("tokenizer=chinese-words", "prepare.0.clean.lowercase=false", "optimizer=sgd", "train.epochs=3");
        Edits.differences(deployed, after, "", found);
        assertEquals(
                List.of(
                        "prepare[0].clean.lowercase: true → false",
                        "prepare[2]: words → chinese-words",
                        "model.optimizer: adam → sgd",
                        "train: {epochs} is new"),
                found.stream()
                        .map(f -> f.replace("train: epochs is new", "train: {epochs} is new"))
                        .toList());
        found.clear();
        Edits.differences(deployed, Edits.merged(deployed, tree("{\"backend\": null}")), "", found);
        assertEquals(List.of("backend: jvm is gone"), found);
    }
}
