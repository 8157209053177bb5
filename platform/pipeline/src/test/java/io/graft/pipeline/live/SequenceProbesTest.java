package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.model.Target;
import io.graft.pipeline.Generation;
import io.graft.pipeline.ProbeFakes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Probe rows of pipelines that answer with sequences of labels. */
class SequenceProbesTest {
    private static final List<String> LABELS = List.of("", "no", "yes");
    private static final String[] ROWS = {
        "{\"numbers\":[0,1,2],\"label\":\"yes\"}",
        "{\"numbers\":[3,2,1],\"label\":\"yes\"}",
        "{\"numbers\":[3,2,1],\"label\":\"\"}",
        "{\"numbers\":[0,2,1],\"label\":\"no\"}"
    };

    private final ProbeFakes fakes = new ProbeFakes();

    private ProbeJudge.Verdict judge(Target target, String metric) {
        fakes.serve = "metrics: [" + metric + "]\nserve: { probe: { metric: " + metric + " } }\n";
        fakes.backend(1);
        try (Generation next = fakes.ofSequences(target, LABELS, ROWS)) {
            return ProbeJudge.judge(Optional.empty(), next);
        }
    }

    @Test
    void wholeSequencesAreJudged() {
        assertEquals(
                0.75,
                judge(Target.TRANSCRIPT, "sequences-right")
                        .probe()
                        .orElseThrow()
                        .after(),
                "all but the second; the third is blank");
        assertEquals(
                0.5,
                judge(Target.TAGS, "sequences-right").probe().orElseThrow().after(),
                "as tags, the third has a label too many");
    }

    @Test
    void metricsOfClassesCountThePositionsOfTags() {
        assertEquals(
                2.0 / 3, judge(Target.TAGS, "accuracy").probe().orElseThrow().after(), 1e-9, "three rows have a label");
    }

    @Test
    void metricsOfClassesDoNotJudgeTranscripts() {
        ProbeJudge.Verdict verdict = judge(Target.TRANSCRIPT, "accuracy");
        assertTrue(verdict.passed());
        assertTrue(verdict.probe().isEmpty());
        assertEquals(
                "The metric 'accuracy' judges one class at a time, but the pipeline gives labels without positions."
                        + " Name another under serve.probe.metric.",
                verdict.sentence());
    }
}
