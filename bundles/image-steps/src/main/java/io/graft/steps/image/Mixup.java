package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.BatchAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Component;

/** Mixes each row and its target with those of another: λ a + (1 − λ) b, λ from Beta(α, α) (Zhang et al., 2018). <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("mixup")
public final class Mixup implements AugmenterType<Mixup.Settings> {

    /** How much. */
    public record Settings(
            @Default("0.2")
            @Min(0.01)
            @Max(10)
            @Meaning("Of the distribution of shares; the smaller, the less rows are mixed.")
            double alpha) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return new Mix(s.alpha());
    }

    private static final class Mix implements BatchAugmenter {
        private final double alpha;
        private float[] rows = new float[0];
        private float[] targets = new float[0];
        private int[] partner = new int[0];

        Mix(double alpha) {
            this.alpha = alpha;
        }

        @Override
        public void augment(Batch batch, int feature, int target, RandomGenerator random) {
            int n = batch.rows();
            if (partner.length < n) partner = new int[n];
            for (int i = 0; i < n; i++) partner[i] = i;
            for (int i = n - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int t = partner[i];
                partner[i] = partner[other];
                partner[other] = t;
            }
            double x = gamma(alpha, random);
            double y = gamma(alpha, random);
            float share = x + y == 0 ? 1 : (float) (x / (x + y));
            rows = mix(batch.floats(feature), batch.width(feature), n, share, rows);
            targets = mix(batch.floats(target), batch.width(target), n, share, targets);
        }

        private float[] mix(float[] v, int width, int n, float share, float[] copy) {
            float[] before = copy.length < n * width ? new float[n * width] : copy;
            System.arraycopy(v, 0, before, 0, n * width);
            for (int r = 0; r < n; r++)
                for (int i = 0; i < width; i++)
                    v[r * width + i] = share * before[r * width + i] + (1 - share) * before[partner[r] * width + i];
            return before;
        }

        /** From Gamma(shape, 1), by Marsaglia and Tsang (2000); below 1 by way of shape + 1. */
        private static double gamma(double shape, RandomGenerator random) {
            if (shape < 1) return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
            double d = shape - 1.0 / 3;
            double c = 1 / Math.sqrt(9 * d);
            while (true) {
                double x = random.nextGaussian();
                double v = Math.pow(1 + c * x, 3);
                if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v))
                    return d * v;
            }
        }
    }
}
