package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** Varies brightness, contrast and saturation. <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("colour")
public final class Colour implements AugmenterType<Colour.Settings> {

    /** How much. */
    public record Settings(
            @Default("0.2") @Min(0) @Max(1) @Meaning("The most that brightness is multiplied up or down, as a share.")
            double brightness,

            @Default("0.2")
            @Min(0)
            @Max(1)
            @Meaning("The most that the distance to the mean is multiplied up or down, as a share.")
            double contrast,

            @Default("0.2")
            @Min(0)
            @Max(1)
            @Meaning("The most that the distance to grey is multiplied up or down, as a share.")
            double saturation) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (ImageAugmenter) (image, random) -> {
            float bright = factor(s.brightness(), random.nextDouble());
            float contrast = factor(s.contrast(), random.nextDouble());
            float saturation = factor(s.saturation(), random.nextDouble());
            float[] v = image.values();
            int all = image.elements();
            double sum = 0;
            for (int i = 0; i < all; i++) {
                v[i] *= bright;
                sum += v[i];
            }
            float mean = (float) (sum / Math.max(1, all));
            for (int i = 0; i < all; i++) v[i] = mean + contrast * (v[i] - mean);
            if (image.channels() >= 3) saturate(v, image.height() * image.width(), saturation);
            for (int i = 0; i < all; i++) v[i] = Math.max(0, Math.min(1, v[i]));
        };
    }

    private static float factor(double most, double chance) {
        return (float) (1 + most * (2 * chance - 1));
    }

    private static void saturate(float[] v, int n, float factor) {
        for (int i = 0; i < n; i++) {
            float grey = 0.299f * v[i] + 0.587f * v[n + i] + 0.114f * v[2 * n + i];
            for (int c = 0; c < 3; c++) v[c * n + i] = grey + factor * (v[c * n + i] - grey);
        }
    }
}
