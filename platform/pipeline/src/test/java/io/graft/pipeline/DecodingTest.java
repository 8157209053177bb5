package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.graft.api.model.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How answers are read off scores. */
class DecodingTest {
    /** Rows of five positions of three classes: 1 1 0 1 2, the last of them masked or not. */
    private static final float[] SCORES = {
        0.2f, 0.7f, 0.1f, 0.1f, 0.8f, 0.1f, 0.9f, 0.05f, 0.05f, 0.3f, 0.6f, 0.1f, 0.1f, 0.1f, 0.8f
    };

    private static String label(Target target, String separator, float... scores) {
        return new Decoding(target, separator, List.of("", "a", "b")).label(scores, 0, scores.length);
    }

    @Test
    void aClassIsTheOneWithTheHighestScore() {
        Decoding classes = Decoding.classes(List.of("x", "y", "z"));
        assertEquals("y", classes.label(SCORES, 3, 3));
        assertEquals(0.8f, classes.score(SCORES, 3, 3));
        assertEquals("1", Decoding.classes(List.of()).label(SCORES, 3, 3), "of numbers, the index");
    }

    @Test
    void tagsAreTheBestClassOfEachPosition() {
        assertEquals(
                "x x y", new Decoding(Target.TAGS, " ", List.of("x", "y")).label(new float[] {1, 0, 1, 0, 0, 1}, 0, 6));
    }

    @Test
    void aTranscriptCountsRepetitionsOnceAndBlanksNotAtAll() {
        assertEquals("a a b", label(Target.TRANSCRIPT, " ", SCORES));
        assertEquals("aab", label(Target.TRANSCRIPT, "", SCORES));
    }

    @Test
    void maskedPositionsGiveNothing() {
        float[] masked = SCORES.clone();
        java.util.Arrays.fill(masked, 9, 15, 0);
        assertEquals("a", label(Target.TRANSCRIPT, " ", masked));
        assertEquals("", label(Target.TRANSCRIPT, " ", new float[15]));
        Decoding tags = new Decoding(Target.TAGS, " ", List.of("x", "y", "z"));
        assertEquals("y y x", tags.label(masked, 0, 15));
        assertEquals((0.7f + 0.8f + 0.9f) / 3, tags.score(masked, 0, 15), 1e-6, "the mean of the real positions");
        assertEquals(0, tags.score(new float[15], 0, 15));
    }

    @Test
    void labelsAreSplitAsTheyAreWritten() {
        assertEquals(List.of("DET", "NOUN"), Decoding.split("  DET \t NOUN ", " "));
        assertEquals(List.of(), Decoding.split("  ", " "));
        assertEquals(List.of("我", " ", "😀"), Decoding.split("我 😀", ""));
        assertEquals(List.of("a b", "c"), Decoding.split("a b| c|", "|"));
    }
}
