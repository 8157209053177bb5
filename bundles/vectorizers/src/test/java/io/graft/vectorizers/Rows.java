package io.graft.vectorizers;

import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Value;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes tokens, states and batches for tests; tokens are what a bar separates. */
final class Rows {
    private Rows() {}

    static Tokens tokens(String row) {
        TextBuffer text = new TextBuffer();
        text.set(row);
        Tokens tokens = new Tokens();
        tokens.reset(text);
        int start = 0;
        for (int i = 0; i <= row.length(); i++) {
            if (i < row.length() && row.charAt(i) != '|') continue;
            if (i > start) tokens.add(start, i);
            start = i + 1;
        }
        return tokens;
    }

    static <S extends Record> String learn(Learner<S, Tokens> type, S settings, String... rows) {
        Learner.Lesson<Tokens> lesson = type.learn(settings, context(null));
        for (String row : rows) lesson.see(tokens(row));
        return lesson.state();
    }

    static Context context(String state) {
        return new Context() {
            @Override
            public Path path(String name) {
                throw new AssertionError("no file is needed");
            }

            @Override
            public String text(String name) {
                throw new AssertionError("no file is needed");
            }

            @Override
            public Optional<String> state() {
                return Optional.ofNullable(state);
            }

            @Override
            public long seed() {
                return 0;
            }

            @Override
            public void warn(String sentence) {}
        };
    }

    static Batch batch(List<Feature> features, int rows) {
        Batch batch = new Batch(
                features.stream()
                        .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                        .toList(),
                rows);
        for (Feature f : features) {
            int slot = batch.slot(f.name());
            if (batch.isInt(slot)) Arrays.fill(batch.ints(slot), -7);
            else Arrays.fill(batch.floats(slot), Float.NaN);
        }
        return batch;
    }

    static int[] slots(Batch batch, List<Feature> features) {
        return features.stream().mapToInt(f -> batch.slot(f.name())).toArray();
    }

    static Batch vectorize(Vectorizer vectorizer, String... rows) {
        Batch batch = batch(vectorizer.features(), rows.length);
        int[] slots = slots(batch, vectorizer.features());
        for (int r = 0; r < rows.length; r++) vectorizer.vectorize(tokens(rows[r]), batch, slots, r);
        return batch;
    }
}
