package io.graft.vectorizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.PipelineException;
import io.graft.api.text.Vectorizer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TF-IDF and hashing. */
class WeightsTest {
    private final TfIdfVectorizer tfIdf = new TfIdfVectorizer();
    private final HashingVectorizer hashing = new HashingVectorizer();

    /** The example in scikit-learn's guide "Text feature extraction": counts of three terms in six documents. */
    private static final String[] GUIDE = {"a|a|a|c", "a|a", "a|a|a", "a|a|a|a", "a|a|a|b|b", "a|a|a|c|c"};

    private Vectorizer learned(TfIdfVectorizer.Settings settings, String... rows) {
        return tfIdf.create(settings, Rows.context(Rows.learn(tfIdf, settings, rows)));
    }

    @Test
    void tfIdfAgreesWithScikitLearn() {
        Vectorizer v = learned(new TfIdfVectorizer.Settings(100, 1, false, Norm.L2), GUIDE);
        // its columns are a, b, c; ours a, c, b, by the number of rows
        float[] expected = {
            0.85151335f,
            0.52433293f,
            0,
            1,
            0,
            0,
            1,
            0,
            0,
            1,
            0,
            0,
            0.55422893f,
            0,
            0.83236428f,
            0.63035731f,
            0.77630514f,
            0
        };
        assertArrayEquals(expected, Rows.vectorize(v, GUIDE).floats("features"), 1e-6f);
    }

    @Test
    void unnormalizedWeightsAreTheFormula() {
        Vectorizer v = learned(new TfIdfVectorizer.Settings(100, 1, false, Norm.NONE), GUIDE);
        double c = Math.log(7.0 / 3) + 1;
        assertArrayEquals(
                new float[] {3, (float) c, 0}, Rows.vectorize(v, GUIDE[0]).floats("features"), 1e-6f);
        Vectorizer s = learned(new TfIdfVectorizer.Settings(100, 1, true, Norm.NONE), GUIDE);
        assertArrayEquals(
                new float[] {(float) (1 + Math.log(3)), (float) ((1 + Math.log(2)) * c), 0},
                Rows.vectorize(s, GUIDE[5]).floats("features"),
                1e-6f);
        Vectorizer l1 = learned(new TfIdfVectorizer.Settings(100, 1, false, Norm.L1), GUIDE);
        assertArrayEquals(
                new float[] {(float) (3 / (3 + c)), (float) (c / (3 + c)), 0},
                Rows.vectorize(l1, GUIDE[0]).floats("features"),
                1e-6f);
    }

    @Test
    void rareTermsAndTermsBeyondTheSizeAreLeftOut() {
        assertEquals("6\n6 a\n2 c\n", Rows.learn(tfIdf, new TfIdfVectorizer.Settings(100, 2, false, Norm.L2), GUIDE));
        assertEquals("6\n6 a\n", Rows.learn(tfIdf, new TfIdfVectorizer.Settings(1, 1, false, Norm.L2), GUIDE));
        assertEquals(
                100,
                tfIdf.features(new TfIdfVectorizer.Settings(100, 2, false, Norm.L2))
                        .get(0)
                        .shape()
                        .last());
        assertEquals(
                2,
                learned(new TfIdfVectorizer.Settings(100, 2, false, Norm.L2), GUIDE)
                        .features()
                        .get(0)
                        .shape()
                        .last());
    }

    @Test
    void rowsWithoutKnownTermsAreZeros() {
        Vectorizer v = learned(new TfIdfVectorizer.Settings(100, 1, false, Norm.L2), GUIDE);
        assertArrayEquals(new float[6], Rows.vectorize(v, "", "x|y").floats("features"));
        Vectorizer nothing = learned(new TfIdfVectorizer.Settings(100, 1, false, Norm.L2), "", "");
        assertArrayEquals(new float[1], Rows.vectorize(nothing, "x").floats("features"));
    }

    @Test
    void aDamagedStateIsRefused() {
        var settings = new TfIdfVectorizer.Settings(100, 1, false, Norm.L2);
        for (String state : List.of("", "x\n", "-1\n", "5\na\n", "5\nx a\n", "5\n1 a\n1 a\n")) {
            assertThrows(PipelineException.class, () -> tfIdf.create(settings, Rows.context(state)), state);
        }
    }

    private static int murmur(String text) {
        return Murmur3.hash(text.toCharArray(), 0, text.length());
    }

    @Test
    void murmurAgreesWithPublishedValues() {
        assertEquals(0, murmur(""));
        assertEquals(0x248bfa47, murmur("hello"));
        assertEquals(0x149bbb7f, murmur("hello, world"));
        assertEquals(0x2e4ff723, murmur("The quick brown fox jumps over the lazy dog"));
    }

    @Test
    void hashingCountsWithSigns() {
        int size = 64;
        int place = HashingVectorizer.place(murmur("hello"), size);
        Vectorizer signed = hashing.create(new HashingVectorizer.Settings(size, true, Norm.NONE), Rows.context(null));
        float[] out = Rows.vectorize(signed, "hello|hello").floats("features");
        assertEquals(2, out[place]);
        String negative = "ab cd ef gh ij kl"
                .lines()
                .flatMap(l -> List.of(l.split(" ")).stream())
                .filter(t -> murmur(t) < 0)
                .findFirst()
                .orElseThrow();
        assertEquals(
                -1,
                Rows.vectorize(signed, negative).floats("features")[HashingVectorizer.place(murmur(negative), size)]);
        Vectorizer unsigned =
                hashing.create(new HashingVectorizer.Settings(size, false, Norm.NONE), Rows.context(null));
        assertEquals(
                1,
                Rows.vectorize(unsigned, negative).floats("features")[HashingVectorizer.place(murmur(negative), size)]);
    }

    @Test
    void everyHashHasAPlace() {
        for (int size : new int[] {1, 2, 3, 1 << 20}) {
            for (int hash : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int place = HashingVectorizer.place(hash, size);
                assertEquals(true, place >= 0 && place < size);
            }
        }
    }

    @Test
    void hashedRowsHaveLengthOneAndForgetTheRowBefore() {
        Vectorizer v = hashing.create(new HashingVectorizer.Settings(32, true, Norm.L2), Rows.context(null));
        float[] out = Rows.vectorize(v, "one|two|three", "").floats("features");
        double sum = 0;
        for (int i = 0; i < 32; i++) sum += out[i] * out[i];
        assertEquals(1, sum, 1e-6);
        for (int i = 32; i < 64; i++) assertEquals(0, out[i]);
    }
}
