package io.graft.vectorizers;

import io.graft.api.ComponentName;
import io.graft.api.Context;
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
 * Counts the terms of a row at the place that their hash says, without learning anything.
 *
 * <p>The place and the sign come from MurmurHash3 over UTF-8, as in scikit-learn's {@code HashingVectorizer}. Feature:
 * {@code features} FLOAT {@code [size]}.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = VectorizerType.class)
@ComponentName("hashing")
public final class HashingVectorizer implements VectorizerType<HashingVectorizer.Settings> {

    /** How many places. */
    public record Settings(
            @Default("4096")
            @Min(1)
            @Max(1_048_576)
            @Unit("places")
            @Meaning("The number of places; with more of them, fewer terms fall together.")
            int size,

            @Default("true")
            @Meaning(
                    "Whether half of the terms count negative, so that terms that fall together cancel out on average.")
            boolean signed,

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
    public Vectorizer create(Settings settings, Context context) {
        return new Hasher(settings, features(settings));
    }

    /** The place of a hash, as scikit-learn computes it. */
    static int place(int hash, int size) {
        return hash == Integer.MIN_VALUE ? (Integer.MAX_VALUE - (size - 1)) % size : Math.abs(hash) % size;
    }

    private record Hasher(Settings settings, List<Feature> features) implements Vectorizer {
        @Override
        public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
            float[] out = batch.floats(slots[0]);
            int size = settings.size();
            int at = row * size;
            Arrays.fill(out, at, at + size, 0);
            char[] chars = tokens.buffer();
            for (int i = 0; i < tokens.size(); i++) {
                int hash = Murmur3.hash(chars, tokens.termStart(i), tokens.termEnd(i));
                out[at + place(hash, size)] += settings.signed() && hash < 0 ? -1 : 1;
            }
            settings.normalize().apply(out, at, at + size);
        }
    }
}
