package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.Generation;
import io.graft.pipeline.ProbeFakes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeJudgeTest {
    private static final String[] ROWS = {
        "{\"text\":\"a b\",\"label\":\"yes\"}",
        "{\"text\":\"b c\",\"label\":\"yes\"}",
        "{\"text\":\"c a\",\"label\":\"no\"}",
        "{\"text\":\"a c\",\"label\":\"no\"}" // wrong with the right steps
    };

    private final ProbeFakes fakes = new ProbeFakes();

    @AfterEach
    void nothingStaysBorrowed() {
        assertEquals(0, fakes.borrowed());
    }

    private static ProbeJudge.Verdict judge(Generation before, Generation next) {
        try (before;
                next) {
            return ProbeJudge.judge(Optional.ofNullable(before), next);
        }
    }

    @Test
    void theSameAgainPassesWithTheSameMetric() {
        ProbeJudge.Verdict verdict = judge(fakes.ofTexts(ROWS), fakes.ofTexts(ROWS));
        Report.Probe probe = verdict.probe().orElseThrow();
        assertTrue(verdict.passed());
        assertEquals(4, probe.rows());
        assertEquals("accuracy", probe.metric());
        assertEquals(0.75, probe.before());
        assertEquals(0.75, probe.after());
        assertEquals(0.01, probe.tolerance());
        assertEquals(1, probe.agreement());
        for (Report.Latency latency : List.of(probe.latencyBefore(), probe.latencyAfter()))
            assertTrue(latency.p50() > 0 && latency.p99() >= latency.p50(), latency.toString());
        assertEquals("The accuracy on 4 probe rows was 0.7500 and is 0.7500.", verdict.sentence());
    }

    @Test
    void answersThatGotWorseDoNotPass() {
        Generation before = fakes.ofTexts(ROWS);
        fakes.reverseWords();
        ProbeJudge.Verdict verdict = judge(before, fakes.ofTexts(ROWS));
        Report.Probe probe = verdict.probe().orElseThrow();
        assertFalse(verdict.passed());
        assertEquals(0.75, probe.before());
        assertEquals(0.25, probe.after());
        assertEquals(0, probe.agreement());
        assertEquals(
                "The accuracy on 4 probe rows was 0.7500 and is 0.2500. It may get worse by 0.0100.",
                verdict.sentence());
    }

    @Test
    void answersThatGotBetterPassAlthoughTheyDisagree() {
        fakes.reverseWords();
        Generation before = fakes.ofTexts(ROWS);
        fakes.failOn('x');
        ProbeJudge.Verdict verdict = judge(before, fakes.ofTexts(ROWS));
        assertTrue(verdict.passed());
        assertEquals(0, verdict.probe().orElseThrow().agreement());
    }

    @Test
    void theToleranceIsThatOfTheDescriptor() {
        fakes.serve = "serve: { probe: { tolerance: 0.5 } }\n";
        Generation before = fakes.ofTexts(ROWS);
        fakes.reverseWords();
        ProbeJudge.Verdict verdict = judge(before, fakes.ofTexts(ROWS));
        assertTrue(verdict.passed(), verdict.sentence());
        assertEquals(0.25, verdict.probe().orElseThrow().after());
    }

    @Test
    void theFirstGenerationIsMeasuredAlone() {
        ProbeJudge.Verdict verdict = judge(null, fakes.ofTexts(ROWS));
        Report.Probe probe = verdict.probe().orElseThrow();
        assertTrue(verdict.passed());
        assertTrue(Double.isNaN(probe.before()));
        assertTrue(Double.isNaN(probe.agreement()));
        assertTrue(Double.isNaN(probe.latencyBefore().p50()));
        assertTrue(probe.latencyAfter().p50() > 0);
        assertEquals("The accuracy on 4 probe rows is 0.7500.", verdict.sentence());
    }

    @Test
    void rowsThatFailAreWrongAndDisagreed() {
        Generation before = fakes.ofTexts(ROWS);
        fakes.failOn('b'); // the first two rows
        ProbeJudge.Verdict verdict = judge(before, fakes.ofTexts(ROWS));
        Report.Probe probe = verdict.probe().orElseThrow();
        assertFalse(verdict.passed());
        assertEquals(0.25, probe.after());
        assertEquals(0.5, probe.agreement());
        assertTrue(
                verdict.sentence().contains("2 of 4 rows failed, the first with: 'blanks' of fakes failed on the text"),
                verdict.sentence());
    }

    @Test
    void aFirstGenerationWhoseRowsFailDoesNotPass() {
        fakes.ofTexts().close(); // trained before the code fails
        fakes.failOn('b');
        assertFalse(judge(null, fakes.ofTexts(ROWS)).passed());
    }

    @Test
    void rowsThatFailedBeforeMayStillFail() {
        fakes.ofTexts().close();
        fakes.failOn('b');
        ProbeJudge.Verdict verdict = judge(fakes.ofTexts(ROWS), fakes.ofTexts(ROWS));
        assertTrue(verdict.passed(), verdict.sentence());
    }

    @Test
    void scoresThatAreNotNumbersAreFailures() {
        fakes.serve = "metrics: [error]\nserve: { probe: { metric: error, tolerance: 0.1 } }\n";
        fakes.backend(1);
        Generation before = fakes.ofNumbers("{\"numbers\":[1,2,3],\"label\":\"1 2\"}");
        fakes.backend(Float.NaN);
        ProbeJudge.Verdict verdict = judge(before, fakes.ofNumbers("{\"numbers\":[1,2,3],\"label\":\"1 2\"}"));
        assertFalse(verdict.passed());
        assertTrue(verdict.sentence().contains("is not a number."), verdict.sentence());
        assertTrue(verdict.sentence().contains("not finite"), verdict.sentence());
    }

    @Test
    void ofNumbersALowerErrorIsBetter() {
        String row = "{\"numbers\":[2,4,3],\"label\":\"4 8\"}";
        fakes.serve = "metrics: [error]\nserve: { probe: { metric: error, tolerance: 0.5 } }\n";
        fakes.backend(1);
        Generation far = fakes.ofNumbers(row);
        fakes.backend(2);
        ProbeJudge.Verdict nearer = judge(far, fakes.ofNumbers(row));
        assertTrue(nearer.passed());
        assertEquals(6, nearer.probe().orElseThrow().before());
        assertEquals(0, nearer.probe().orElseThrow().after());
        Generation near = fakes.ofNumbers(row);
        fakes.backend(1);
        assertFalse(judge(near, fakes.ofNumbers(row)).passed());
    }

    @Test
    void aMetricThatTheDescriptorDoesNotHaveComesFromTheCatalogue() {
        fakes.serve = "serve: { probe: { metric: error } }\n";
        fakes.backend(1);
        ProbeJudge.Verdict verdict = judge(null, fakes.ofNumbers("{\"numbers\":[1,2,3],\"label\":\"1 4\"}"));
        assertEquals(2, verdict.probe().orElseThrow().after());
    }

    @Test
    void aMetricThatIsNotInstalledIsSaid() {
        fakes.remove("accuracy");
        ProbeJudge.Verdict verdict = judge(null, fakes.ofTexts(ROWS));
        assertTrue(verdict.passed());
        assertTrue(verdict.probe().isEmpty());
        assertTrue(verdict.sentence().contains("'accuracy'"), verdict.sentence());
    }

    @Test
    void aMetricOfClassesDoesNotJudgeNumbers() {
        fakes.backend(1);
        ProbeJudge.Verdict verdict = judge(null, fakes.ofNumbers("{\"numbers\":[1,2,3],\"label\":\"1 4\"}"));
        assertTrue(verdict.probe().isEmpty());
        assertEquals(
                "The metric 'accuracy' judges classes, but the pipeline gives numbers. Name another under serve.probe.metric.",
                verdict.sentence());
    }

    @Test
    void aModelWithoutProbeRowsIsSaid() {
        ProbeJudge.Verdict verdict = judge(fakes.ofTexts(), fakes.ofTexts());
        assertTrue(verdict.passed());
        assertTrue(verdict.probe().isEmpty());
        assertTrue(verdict.sentence().startsWith("The model keeps no probe rows"), verdict.sentence());
    }

    @Test
    void theRowsOfTheGenerationBeforeDoWhenTheNextKeepsNone() {
        assertEquals(
                4,
                judge(fakes.ofTexts(ROWS), fakes.ofTexts())
                        .probe()
                        .orElseThrow()
                        .rows());
    }

    @Test
    void noJudgementWasWanted() {
        fakes.serve = "serve: { probe: { rows: 0 } }\n";
        ProbeJudge.Verdict verdict = judge(null, fakes.ofTexts(ROWS));
        assertTrue(verdict.passed());
        assertTrue(verdict.probe().isEmpty());
        assertEquals("", verdict.sentence());
    }

    @Test
    void asManyRowsAreAskedAsTheDescriptorSays() {
        fakes.serve = "serve: { batch: { max: 2 }, probe: { rows: 3 } }\n";
        Report.Probe probe = judge(null, fakes.ofTexts(ROWS)).probe().orElseThrow();
        assertEquals(3, probe.rows());
        assertEquals(1, probe.after());
    }

    @Test
    void classesAreComparedByTheirNames() {
        Generation before = fakes.ofTexts(List.of("yes", "no"), ROWS);
        Report.Probe probe = judge(before, fakes.ofTexts(ROWS)).probe().orElseThrow();
        assertEquals(0, probe.agreement());
        assertEquals(0.25, probe.before());
        assertEquals(0.75, probe.after());
    }

    @Test
    void rowsOfAClassThatOneDoesNotKnowAreLeftOutOfBoth() {
        Generation before = fakes.ofTexts(List.of("maybe", "yes"), ROWS);
        Report.Probe probe = judge(before, fakes.ofTexts(ROWS)).probe().orElseThrow();
        assertEquals(1, probe.before(), "of the two rows that are yes");
        assertEquals(1, probe.after());
    }

    @Test
    void rowsThatTheGenerationCannotTakeAtAllFail() {
        ProbeJudge.Verdict verdict = judge(null, fakes.ofTexts("{\"numbers\":[1],\"label\":\"yes\"}"));
        assertFalse(verdict.passed());
        assertTrue(verdict.sentence().contains("The pipeline takes text, but the row is 1 number"), verdict.sentence());
    }
}
