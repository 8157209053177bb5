package io.graft.vectorizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.text.Vectorizer;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class VocabularyVectorizerTest {
    private final VocabularyVectorizer type = new VocabularyVectorizer();

    private static VocabularyVectorizer.Settings settings(int size, int length, int minFrequency) {
        return new VocabularyVectorizer.Settings(size, length, minFrequency);
    }

    private Vectorizer create(VocabularyVectorizer.Settings settings, String state) {
        return type.create(settings, Rows.context(state));
    }

    @Test
    void termsAreOrderedByFrequencyThenCharacters() {
        assertEquals("c\na\nb\n", Rows.learn(type, settings(100, 4, 1), "b|c|a", "c"));
    }

    @Test
    void theSizeCountsPaddingAndUnknown() {
        assertEquals("c\na\n", Rows.learn(type, settings(4, 4, 1), "b|c|a", "c"));
        assertEquals("c\n", Rows.learn(type, settings(100, 4, 2), "b|c|a", "c"));
    }

    @Test
    void rowsAreFilledUpCutAndMasked() {
        Vectorizer v = create(settings(100, 3, 1), "c\na\n");
        Batch batch = Rows.vectorize(v, "a|x", "", "c|c|a|a", "a|c|x");
        assertArrayEquals(new int[] {3, 1, 0, 0, 0, 0, 2, 2, 3, 3, 2, 1}, batch.ints("ids"));
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, batch.floats("mask"));
    }

    @Test
    void theBoundIsTheSizeBeforeLearningAndTheTruthAfterwards() {
        assertEquals(
                List.of(Feature.ids("ids", 3, 100, "mask"), Feature.floats("mask", 3)),
                type.features(settings(100, 3, 1)));
        assertEquals(4, create(settings(100, 3, 1), "c\na\n").features().get(0).bound());
        assertEquals(2, create(settings(100, 3, 1), "").features().get(0).bound());
    }

    @Test
    void allTermsSurviveTheState() {
        String[] odd = {"a\nb", "\r", "\\", "\\n", "\ud800", "\udc00x", "\ud83d\ude00", "\u2028", " ", "\t", "\\u0041"};
        String state = Rows.learn(type, settings(100, 20, 1), String.join("|", odd));
        assertEquals(odd.length, state.lines().count());
        byte[] stored = state.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Vectorizer v = create(settings(100, 20, 1), new String(stored, java.nio.charset.StandardCharsets.UTF_8));
        for (String term : odd) assertTrue(Rows.vectorize(v, term).ints("ids")[0] > 1, term);
        assertEquals(1, Rows.vectorize(v, "n").ints("ids")[0]);
    }

    @Test
    void idsAgreeWithAMapOnRandomTerms() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StringJoiner row = new StringJoiner("|");
        for (int i = 0; i < 20_000; i++)
            row.add(Integer.toString(random.nextInt(5000), 36) + "é".repeat(random.nextInt(3)));
        String state = Rows.learn(type, settings(4000, 20_000, 1), row.toString());
        List<String> terms = state.lines().toList();
        assertEquals(3998, terms.size());
        int[] ids = Rows.vectorize(create(settings(4000, 20_000, 1), state), row.toString())
                .ints("ids");
        String[] tokens = row.toString().split("\\|");
        java.util.Map<String, Integer> map = new java.util.HashMap<>();
        for (String t : terms) map.put(t, map.size() + 2);
        for (int i = 0; i < tokens.length; i++) assertEquals(map.getOrDefault(tokens[i], 1), ids[i], tokens[i]);
    }

    @Test
    void learningTwiceGivesTheSameState() {
        String[] rows = {"z|y|x|z", "y|w", "ü|ä|ü"};
        assertEquals(Rows.learn(type, settings(100, 4, 1), rows), Rows.learn(type, settings(100, 4, 1), rows));
    }

    @Test
    void withoutStateItSaysThatItMustLearn() {
        PipelineException e = assertThrows(PipelineException.class, () -> create(settings(100, 3, 1), null));
        assertEquals(ErrorCode.BAD_MODEL, e.code());
        assertTrue(e.getMessage().contains("train the pipeline first"), e.getMessage());
    }

    @Test
    void aDamagedStateIsRefused() {
        for (String state : List.of("a\na\n", "\\x\n", "\\u12\n", "\\uzzzz\n", "a\\\n")) {
            PipelineException e =
                    assertThrows(PipelineException.class, () -> create(settings(100, 3, 1), state), state);
            assertEquals(ErrorCode.BAD_MODEL, e.code());
        }
    }
}
