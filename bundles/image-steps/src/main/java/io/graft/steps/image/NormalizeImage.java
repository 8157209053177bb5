package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.image.ImageBuffer;
import io.graft.api.image.ImageStep;
import io.graft.api.image.ImageStepType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * (x − mean) / deviation, by plane.
 *
 * <p>Without numbers in the settings it learns them from the training data. <b>Threading.</b> The type is thread-safe.
 */
@Component(service = ImageStepType.class)
@ComponentName("normalize-image")
public final class NormalizeImage
        implements ImageStepType<NormalizeImage.Settings>, Learner<NormalizeImage.Settings, ImageBuffer> {
    private static final double LEAST_DEVIATION = 1e-6;

    /** The numbers, or none to learn them. */
    public record Settings(
            @Default("") @Meaning("What is taken away, a number for each plane; learned when none is given.")
            List<Float> mean,

            @Default("") @Meaning("What is divided by, a number for each plane; learned when none is given.")
            List<Float> deviation) {

        /** Checks. */
        public Settings {
            if (mean.size() != deviation.size())
                throw new IllegalArgumentException("mean has " + mean.size() + " numbers, deviation " + deviation.size()
                        + "; give as many of both, or none");
            if (deviation.stream().anyMatch(d -> !(d > 0)))
                throw new IllegalArgumentException("each deviation must be more than 0");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Image gives(Settings s, DataType.Image takes) {
        if (!s.mean().isEmpty()
                && takes.channels() > 0
                && takes.channels() != s.mean().size())
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    "",
                    "'normalize-image' has numbers for " + s.mean().size() + " planes, but it takes " + takes
                            + ". Give a mean and a deviation for each plane, or none.");
        return takes;
    }

    @Override
    public Lesson<ImageBuffer> learn(Settings s, Context context) {
        return new Statistics();
    }

    @Override
    public ImageStep create(Settings s, Context context) {
        float[] mean = floats(s.mean());
        float[] deviation = floats(s.deviation());
        if (mean.length == 0) {
            String[] lines = context.state().orElseThrow().strip().split("\n");
            mean = floats(lines[0]);
            deviation = floats(lines[1]);
        }
        return new Normalizing(mean, deviation);
    }

    private static float[] floats(List<Float> list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = list.get(i);
        return numbers;
    }

    private static float[] floats(String line) {
        return floats(Arrays.stream(line.split(" ")).skip(1).map(Float::valueOf).toList());
    }

    private static PipelineException planes(int taken, int given) {
        return new PipelineException(
                ErrorCode.BAD_DATA,
                "",
                "An image has " + given + " planes where others had " + taken + ". Add grayscale before.");
    }

    private record Normalizing(float[] mean, float[] deviation) implements ImageStep {
        @Override
        public void apply(ImageBuffer image) {
            if (image.channels() != mean.length) throw planes(mean.length, image.channels());
            int n = image.height() * image.width();
            float[] v = image.values();
            for (int c = 0; c < mean.length; c++) {
                float m = mean[c];
                float factor = 1 / deviation[c];
                for (int i = c * n; i < (c + 1) * n; i++) v[i] = (v[i] - m) * factor;
            }
        }
    }

    /** Sums over all pixels, in float64. */
    private static final class Statistics implements Lesson<ImageBuffer> {
        private double[] sum = new double[0];
        private double[] squares = new double[0];
        private long pixels;

        @Override
        public void see(ImageBuffer image) {
            if (pixels == 0) {
                sum = new double[image.channels()];
                squares = new double[image.channels()];
            }
            if (image.channels() != sum.length) throw planes(sum.length, image.channels());
            int n = image.height() * image.width();
            for (int c = 0; c < sum.length; c++)
                for (int i = c * n; i < (c + 1) * n; i++) {
                    double v = image.values()[i];
                    sum[c] += v;
                    squares[c] += v * v;
                }
            pixels += n;
        }

        @Override
        public String state() {
            StringBuilder mean = new StringBuilder("mean");
            StringBuilder deviation = new StringBuilder("deviation");
            for (int c = 0; c < sum.length; c++) {
                double m = sum[c] / pixels;
                double d = Math.sqrt(Math.max(0, squares[c] / pixels - m * m));
                mean.append(' ').append((float) m);
                deviation.append(' ').append((float) (d < LEAST_DEVIATION ? 1 : d));
            }
            return mean + "\n" + deviation + "\n";
        }
    }
}
