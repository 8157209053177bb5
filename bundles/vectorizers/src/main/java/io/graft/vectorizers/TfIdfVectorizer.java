package io.graft.vectorizers;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Weighs each term of a row by how often it stands there and in how few rows of the training data it stands.
 *
 * <p>The weight is tf · idf with idf = ln((1 + n) / (1 + df)) + 1, n rows, df of them with the term: the smooth form of
 * scikit-learn. With
 * {@code sublinear}, 1 + ln(tf) takes the place of tf. Feature: {@code features} FLOAT {@code [terms]}, the most
 * widespread term first;
 * terms outside count nothing.
 *
 * <p><b>Lifecycle.</b> Learns from the tokens of the training part; its state is the number of rows, then a line for
 * each term.
 *
 * <p><b>Threading.</b> The type is thread-safe and shares one table of terms among all vectorizers of the same state.
 *
 * <p><b>Errors.</b> BAD_MODEL when it has learned nothing, or when the state is damaged.
 */
@Component(service = VectorizerType.class)
@ComponentName("tf-idf")
public final class TfIdfVectorizer
        implements VectorizerType<TfIdfVectorizer.Settings>, Learner<TfIdfVectorizer.Settings, Tokens> {
    private final Learned<Weights> learned = new Learned<>("tf-idf", Weights::read, Weights::state);

    /** How many terms, and how they are weighed. */
    public record Settings(
            @Default("10000")
            @Min(1)
            @Max(1_048_576)
            @Unit("terms")
            @Meaning("The most terms; those in the most rows are taken.")
            int size,

            @Default("1")
            @Min(1)
            @Unit("rows")
            @Meaning("Terms that stand in fewer rows of the training data are left out.")
            int minFrequency,

            @Default("false")
            @Meaning("Whether a term that stands ten times in a row counts about three times as much, not ten times.")
            boolean sublinear,

            @Default("l2") @Meaning("To what length a row is brought: l2, l1 or none.")
            Norm normalize) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public List<Feature> features(Settings settings) {
        return List.of(Feature.floats("features", settings.size()));
    }

    @Override
    public Lesson<Tokens> learn(Settings settings, Context context) {
        TermCounts counts = new TermCounts();
        return new Lesson<>() {
            @Override
            public void see(Tokens tokens) {
                counts.countRow(tokens);
            }

            @Override
            public String state() {
                StringBuilder state = new StringBuilder().append(counts.rows()).append('\n');
                for (TermCounts.Counted c : counts.most(settings.size(), settings.minFrequency())) {
                    state.append(c.count()).append(' ');
                    TermLines.write(c.term(), state);
                }
                return state.toString();
            }
        };
    }

    @Override
    public Vectorizer create(Settings settings, Context context) {
        Weights weights = learned.of(context);
        // a network needs a feature even when no term was learned; it is 0 for every row then
        int width = Math.max(1, weights.idf().length);
        return new Weigher(weights, settings, width, List.of(Feature.floats("features", width)));
    }

    /** The terms of a state, and their idf. */
    private record Weights(String state, TermTable terms, float[] idf) {

        static Weights read(String state) {
            int end = state.indexOf('\n');
            if (end < 0) throw new IllegalArgumentException("it does not begin with a number of rows");
            int rows = number(state.substring(0, end));
            TermTable terms = new TermTable();
            float[] idf = new float
                    [(int) state.chars().skip(end + 1L).filter(c -> c == '\n').count()];
            TermLines.lines(state, end + 1, line -> {
                int blank = line.indexOf(' ');
                if (blank < 0) throw new IllegalArgumentException("the line '" + line + "' holds no number");
                String term = TermLines.read(line.substring(blank + 1));
                int next = terms.size();
                if (terms.findOrAdd(term.toCharArray(), 0, term.length()) != next) {
                    throw new IllegalArgumentException("the term '" + line + "' occurs twice");
                }
                idf[next] = (float) (Math.log((1.0 + rows) / (1.0 + number(line.substring(0, blank)))) + 1);
            });
            return new Weights(state, terms, idf);
        }

        private static int number(String text) {
            try {
                int n = Integer.parseInt(text);
                if (n >= 0) return n;
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalArgumentException("'" + text + "' is no number of rows");
        }
    }

    private record Weigher(Weights weights, Settings settings, int width, List<Feature> features)
            implements Vectorizer {
        @Override
        public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
            float[] out = batch.floats(slots[0]);
            int at = row * width;
            Arrays.fill(out, at, at + width, 0);
            char[] chars = tokens.buffer();
            for (int i = 0; i < tokens.size(); i++) {
                int term = weights.terms().find(chars, tokens.termStart(i), tokens.termEnd(i));
                if (term >= 0) out[at + term]++;
            }
            float[] idf = weights.idf();
            for (int i = 0; i < idf.length; i++) {
                float tf = out[at + i];
                if (tf != 0) out[at + i] = (settings.sublinear() ? (float) (1 + Math.log(tf)) : tf) * idf[i];
            }
            settings.normalize().apply(out, at, at + width);
        }
    }
}
