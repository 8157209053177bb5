package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.image.ImageBuffer;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** Mirrors images left to right, or upside down. <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("flip")
public final class Flip implements AugmenterType<Flip.Settings> {

    /** How much. */
    public record Settings(
            @Default("0.5") @Min(0) @Max(1) @Meaning("The share of images that are mirrored left to right.")
            double horizontal,

            @Default("0") @Min(0) @Max(1) @Meaning("The share of images that are turned upside down.")
            double vertical) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (ImageAugmenter) (image, random) -> {
            double sideways = random.nextDouble();
            double down = random.nextDouble();
            if (sideways < s.horizontal()) mirror(image);
            if (down < s.vertical()) turn(image);
        };
    }

    private static void mirror(ImageBuffer image) {
        float[] v = image.values();
        int w = image.width();
        for (int from = 0; from < image.elements(); from += w)
            for (int a = from, b = from + w - 1; a < b; a++, b--) swap(v, a, b);
    }

    private static void turn(ImageBuffer image) {
        float[] v = image.values();
        int w = image.width();
        for (int c = 0; c < image.channels(); c++)
            for (int top = 0, bottom = image.height() - 1; top < bottom; top++, bottom--)
                for (int x = 0; x < w; x++)
                    swap(v, (c * image.height() + top) * w + x, (c * image.height() + bottom) * w + x);
    }

    private static void swap(float[] v, int a, int b) {
        float t = v[a];
        v[a] = v[b];
        v[b] = t;
    }
}
