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
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Component;

/** Moves an image by some pixels; what comes in from outside is black. <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("random-crop")
public final class RandomCrop implements AugmenterType<RandomCrop.Settings> {

    /** How much. */
    public record Settings(
            @Default("4")
            @Min(0)
            @Max(1024)
            @Unit("pixels")
            @Meaning("The most that the image moves, in each direction.")
            int padding) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return new Shift(s.padding());
    }

    private static final class Shift implements ImageAugmenter {
        private final int most;
        private float[] other = new float[0];

        Shift(int most) {
            this.most = most;
        }

        @Override
        public void augment(ImageBuffer image, RandomGenerator random) {
            int down = random.nextInt(2 * most + 1) - most;
            int right = random.nextInt(2 * most + 1) - most;
            int h = image.height();
            int w = image.width();
            if (other.length < image.elements()) other = new float[image.elements()];
            Arrays.fill(other, 0, image.elements(), 0);
            int n = w - Math.abs(right);
            for (int c = 0; c < image.channels() && n > 0; c++)
                for (int y = Math.max(0, down); y < Math.min(h, h + down); y++)
                    System.arraycopy(
                            image.values(),
                            (c * h + y - down) * w + Math.max(0, -right),
                            other,
                            (c * h + y) * w + Math.max(0, right),
                            n);
            other = image.exchange(other, h, w, image.channels());
        }
    }
}
