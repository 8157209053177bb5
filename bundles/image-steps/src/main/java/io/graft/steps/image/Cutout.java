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
import io.graft.api.settings.Unit;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** Blackens a square of each image (DeVries and Taylor, 2017). <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("cutout")
public final class Cutout implements AugmenterType<Cutout.Settings> {

    /** How much. */
    public record Settings(
            @Default("8")
            @Min(1)
            @Max(1024)
            @Unit("pixels")
            @Meaning("The side of the square; it may reach over the edge.")
            int side) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (ImageAugmenter) (image, random) -> {
            int top = random.nextInt(image.height()) - s.side() / 2;
            int left = random.nextInt(image.width()) - s.side() / 2;
            int x1 = Math.max(0, left);
            int x2 = Math.min(image.width(), left + s.side());
            for (int c = 0; c < image.channels(); c++)
                for (int y = Math.max(0, top); y < Math.min(image.height(), top + s.side()); y++) {
                    int row = (c * image.height() + y) * image.width();
                    Arrays.fill(image.values(), row + x1, row + x2, 0);
                }
        };
    }
}
