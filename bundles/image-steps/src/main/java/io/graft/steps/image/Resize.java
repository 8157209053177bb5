package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.DataType;
import io.graft.api.image.ImageBuffer;
import io.graft.api.image.ImageStep;
import io.graft.api.image.ImageStepType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/** Brings images to one size. <b>Threading.</b> The type is thread-safe. */
@Component(service = ImageStepType.class)
@ComponentName("resize")
public final class Resize implements ImageStepType<Resize.Settings> {

    /** How the new pixels follow from the old. */
    public enum Method {
        /** Between the nearest when growing, their mean when shrinking. */
        LINEAR,
        /** The nearest. */
        NEAREST
    }

    /** What happens when height and width are in another proportion. */
    public enum Fit {
        /** The image is stretched. */
        STRETCH,
        /** The middle is cut out. */
        CROP
    }

    /** The size. */
    public record Settings(
            @Min(1) @Max(4096) @Unit("pixels") @Meaning("The new height.")
            int height,

            @Min(1) @Max(4096) @Unit("pixels") @Meaning("The new width.")
            int width,

            @Default("linear") @Meaning("How new pixels are made: linear, which averages when it shrinks, or nearest.")
            Method method,

            @Default("stretch") @Meaning("For other proportions: stretch, or crop, which keeps the middle.")
            Fit fit) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Image gives(Settings s, DataType.Image takes) {
        return new DataType.Image(s.height(), s.width(), takes.channels());
    }

    @Override
    public ImageStep create(Settings s, Context context) {
        return new Resizing(s);
    }

    private static final class Resizing implements ImageStep {
        private final Settings s;
        private Sampling rows;
        private Sampling columns;
        private int height;
        private int width;
        private float[] between = new float[0];
        private float[] other = new float[0];

        Resizing(Settings s) {
            this.s = s;
        }

        @Override
        public void apply(ImageBuffer image) {
            if (s.fit() == Fit.CROP) {
                int h = (int) Math.min(image.height(), Math.max(1, (long) image.width() * s.height() / s.width()));
                int w = (int) Math.min(image.width(), Math.max(1, (long) image.height() * s.width() / s.height()));
                Windows.cut(image, (image.height() - h) / 2, (image.width() - w) / 2, h, w);
            }
            if (image.height() == s.height() && image.width() == s.width()) return;
            if (image.height() != height || image.width() != width) prepare(image.height(), image.width());
            int channels = image.channels();
            int target = channels * s.height() * s.width();
            if (between.length < channels * height * s.width()) between = new float[channels * height * s.width()];
            if (other.length < target) other = new float[target];
            float[] from = image.values();
            for (int row = 0; row < channels * height; row++)
                for (int x = 0; x < s.width(); x++) {
                    float[] w = columns.weights()[x];
                    int at = row * width + columns.first()[x];
                    float sum = 0;
                    for (int k = 0; k < w.length; k++) sum += w[k] * from[at + k];
                    between[row * s.width() + x] = sum;
                }
            for (int c = 0; c < channels; c++)
                for (int y = 0; y < s.height(); y++) {
                    float[] w = rows.weights()[y];
                    int to = (c * s.height() + y) * s.width();
                    for (int x = 0; x < s.width(); x++) {
                        float sum = 0;
                        for (int k = 0; k < w.length; k++)
                            sum += w[k] * between[(c * height + rows.first()[y] + k) * s.width() + x];
                        other[to + x] = sum;
                    }
                }
            other = image.exchange(other, s.height(), s.width(), channels);
        }

        private void prepare(int fromHeight, int fromWidth) {
            height = fromHeight;
            width = fromWidth;
            boolean linear = s.method() == Method.LINEAR;
            rows = linear ? Sampling.of(height, s.height()) : Sampling.nearest(height, s.height());
            columns = linear ? Sampling.of(width, s.width()) : Sampling.nearest(width, s.width());
        }
    }
}
