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
import io.graft.api.settings.Unit;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Component;

/** Turns images about their middle; what comes in from outside is black. <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("rotate")
public final class Rotate implements AugmenterType<Rotate.Settings> {

    /** How much. */
    public record Settings(
            @Default("10")
            @Min(0)
            @Max(180)
            @Unit("degrees")
            @Meaning("The most that an image is turned, in either direction.")
            double degrees) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return new Turn(Math.toRadians(s.degrees()));
    }

    private static final class Turn implements ImageAugmenter {
        private final double most;
        private float[] other = new float[0];

        Turn(double most) {
            this.most = most;
        }

        @Override
        public void augment(ImageBuffer image, RandomGenerator random) {
            double angle = (2 * random.nextDouble() - 1) * most;
            float cos = (float) Math.cos(angle);
            float sin = (float) Math.sin(angle);
            int h = image.height();
            int w = image.width();
            if (other.length < image.elements()) other = new float[image.elements()];
            float cy = (h - 1) / 2f;
            float cx = (w - 1) / 2f;
            for (int y = 0; y < h; y++)
                for (int x = 0; x < w; x++) {
                    float fromY = cy + cos * (y - cy) - sin * (x - cx);
                    float fromX = cx + sin * (y - cy) + cos * (x - cx);
                    int top = (int) Math.floor(fromY);
                    int left = (int) Math.floor(fromX);
                    for (int c = 0; c < image.channels(); c++)
                        other[(c * h + y) * w + x] = between(image, c, top, left, fromY - top, fromX - left);
                }
            other = image.exchange(other, h, w, image.channels());
        }

        private static float between(ImageBuffer image, int c, int top, int left, float down, float right) {
            return (1 - down) * ((1 - right) * at(image, c, top, left) + right * at(image, c, top, left + 1))
                    + down * ((1 - right) * at(image, c, top + 1, left) + right * at(image, c, top + 1, left + 1));
        }

        private static float at(ImageBuffer image, int c, int y, int x) {
            if (y < 0 || x < 0 || y >= image.height() || x >= image.width()) return 0;
            return image.values()[(c * image.height() + y) * image.width() + x];
        }
    }
}
