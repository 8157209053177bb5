package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.Learner;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Value;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every vectorizer does. One that learns has learned from a few plain sentences.
 *
 * @param <S> the settings of the vectorizer
 */
public abstract class VectorizerContract<S extends Record> extends ComponentContract<S, Vectorizer> {
    private static final List<String> CORPUS = List.of(
            "the quick brown fox jumps over the lazy dog",
            "the dog sleeps",
            "a fox is quick and a dog is lazy",
            "中文 文字",
            "quick quick quick");

    @Override
    protected abstract VectorizerType<S> type();

    @Override
    protected Vectorizer create(S settings) {
        return type().create(settings, learned(settings));
    }

    @SuppressWarnings("unchecked")
    private TestContext learned(S settings) {
        TestContext context = new TestContext();
        if (!(type() instanceof Learner<?, ?> learner)) return context;
        Learner.Lesson<Tokens> lesson = ((Learner<S, Tokens>) learner).learn(settings, context);
        for (String text : CORPUS) lesson.see(tokens(text));
        return context.with(lesson.state());
    }

    private static Tokens tokens(String original) {
        TextBuffer text = new TextBuffer();
        text.set(original);
        Tokens tokens = new Tokens();
        tokens.reset(text);
        for (int start = 0, i = 0; i <= original.length(); i++)
            if (i == original.length() || original.charAt(i) == ' ') {
                if (i > start) tokens.add(start, i);
                start = i + 1;
            }
        return tokens;
    }

    private static Batch batch(Vectorizer vectorizer, int rows) {
        Batch batch = new Batch(
                vectorizer.features().stream()
                        .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                        .toList(),
                rows);
        batch.rows(rows);
        return batch;
    }

    private static void dirty(Batch batch, int garbage) {
        for (int slot = 0; slot < batch.names().size(); slot++)
            if (batch.isInt(slot)) Arrays.fill(batch.ints(slot), garbage);
            else Arrays.fill(batch.floats(slot), garbage);
    }

    private static int[] slots(Vectorizer vectorizer, Batch batch) {
        return vectorizer.features().stream()
                .mapToInt(f -> batch.slot(f.name()))
                .toArray();
    }

    private static void assertSameRow(Batch a, int rowA, Batch b, int rowB, String what) {
        for (int slot = 0; slot < a.names().size(); slot++) {
            int w = a.width(slot);
            if (a.isInt(slot))
                assertArrayEquals(
                        Arrays.copyOfRange(a.ints(slot), rowA * w, rowA * w + w),
                        Arrays.copyOfRange(b.ints(slot), rowB * w, rowB * w + w),
                        what);
            else
                assertArrayEquals(
                        Arrays.copyOfRange(a.floats(slot), rowA * w, rowA * w + w),
                        Arrays.copyOfRange(b.floats(slot), rowB * w, rowB * w + w),
                        what);
        }
    }

    @Test
    void featuresAreAtMostWhatTheTypeSaidBeforeItLearned() {
        for (S settings : settings()) {
            List<Feature> before = type().features(settings);
            List<Feature> after = create(settings).features();
            assertEquals(
                    before.stream().map(Feature::name).toList(),
                    after.stream().map(Feature::name).toList());
            for (int i = 0; i < after.size(); i++) {
                assertEquals(before.get(i).type(), after.get(i).type());
                assertEquals(before.get(i).mask(), after.get(i).mask());
                assertTrue(
                        after.get(i).bound() <= before.get(i).bound(),
                        settings + ": the bound grew from " + before.get(i) + " to " + after.get(i));
                assertTrue(
                        after.get(i).shape().elements() <= before.get(i).shape().elements(),
                        settings + ": " + before.get(i) + " grew to " + after.get(i));
            }
        }
    }

    @Test
    void everyElementOfARowIsWrittenAndNoOther() {
        for (S settings : settings()) {
            Vectorizer vectorizer = create(settings);
            for (String text : AttackTexts.all()) {
                Batch a = batch(vectorizer, 3);
                Batch b = batch(vectorizer, 3);
                dirty(a, 77);
                dirty(b, -55);
                vectorizer.vectorize(tokens(text), a, slots(vectorizer, a), 1);
                vectorizer.vectorize(tokens(text), b, slots(vectorizer, b), 1);
                String what = settings + ": " + AttackTexts.escaped(text);
                assertSameRow(a, 1, b, 1, what);
                Batch clean = batch(vectorizer, 3);
                dirty(clean, 77);
                assertSameRow(clean, 0, a, 0, what);
                assertSameRow(clean, 2, a, 2, what);
            }
        }
    }

    @Test
    void idsStayBelowTheirBoundMasksAreOnesThenZerosAndNumbersAreFinite() {
        for (S settings : settings()) {
            Vectorizer vectorizer = create(settings);
            Batch batch = batch(vectorizer, 1);
            for (String text : AttackTexts.all()) {
                vectorizer.vectorize(tokens(text), batch, slots(vectorizer, batch), 0);
                String what = settings + ": " + AttackTexts.escaped(text);
                for (Feature f : vectorizer.features()) {
                    if (f.type() == ElementType.INT && f.bound() > 0)
                        for (int id : batch.ints(f.name()))
                            assertTrue(id >= 0 && id < f.bound(), what + " has the id " + id);
                    if (f.type() == ElementType.FLOAT)
                        for (float x : batch.floats(f.name())) assertTrue(Float.isFinite(x), what + " has " + x);
                    if (!f.mask().isEmpty()) {
                        float before = 1;
                        for (float m : batch.floats(f.mask())) {
                            assertTrue(
                                    (m == 0 || m == 1) && m <= before,
                                    what + ": the mask is not ones followed by zeros");
                            before = m;
                        }
                    }
                }
            }
        }
    }

    @Test
    void whatOneLearnedAnotherCanUse() {
        for (S settings : settings()) {
            TestContext learned = learned(settings);
            Vectorizer one = type().create(settings, learned);
            Vectorizer other = type().create(settings, learned);
            assertEquals(one.features(), other.features());
            assertEquals(learned.state(), learned(settings).state(), "learning twice");
            Batch a = batch(one, CORPUS.size());
            Batch b = batch(other, CORPUS.size());
            for (int row = 0; row < CORPUS.size(); row++) {
                one.vectorize(tokens(CORPUS.get(row)), a, slots(one, a), row);
                other.vectorize(tokens(CORPUS.get(row)), b, slots(other, b), row);
                assertSameRow(a, row, b, row, settings + ": " + CORPUS.get(row));
            }
        }
    }
}
