package io.graft.steps.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.graph.Shape;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Component;

/**
 * Sets bands of frequencies and stretches of time of a spectrogram to its mean: SpecAugment (Park et al., 2019) without its time warping.
 *
 * <p>The width of each mask is uniform from 0 to the most, then its place. <b>Threading.</b> The type is thread-safe.
 */
@Component(service = AugmenterType.class)
@ComponentName("spec-augment")
public final class SpecAugment implements AugmenterType<SpecAugment.Settings> {

    /** How much. */
    public record Settings(
            @Default("2") @Min(0) @Max(16) @Unit("masks") @Meaning("How many bands of frequencies are masked.")
            int bands,

            @Default("8") @Min(0) @Max(512) @Unit("mels") @Meaning("The widest band.")
            int mels,

            @Default("2") @Min(0) @Max(16) @Unit("masks") @Meaning("How many stretches of time are masked.")
            int stretches,

            @Default("20") @Min(0) @Max(60000) @Unit("frames") @Meaning("The longest stretch.")
            int frames) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (TensorAugmenter) (numbers, from, shape, random) -> {
            check(shape);
            int frames = shape.dim(0).size();
            int mels = shape.dim(1).size();
            double sum = 0;
            for (int i = from; i < from + frames * mels; i++) sum += numbers[i];
            float mean = (float) (sum / (frames * mels));
            for (int i = 0; i < s.bands(); i++) {
                int width = random.nextInt(Math.min(s.mels(), mels) + 1);
                int first = place(random, mels, width);
                for (int f = 0; f < frames; f++)
                    Arrays.fill(numbers, from + f * mels + first, from + f * mels + first + width, mean);
            }
            for (int i = 0; i < s.stretches(); i++) {
                int width = random.nextInt(Math.min(s.frames(), frames) + 1);
                int first = place(random, frames, width);
                Arrays.fill(numbers, from + first * mels, from + (first + width) * mels, mean);
            }
        };
    }

    private static int place(RandomGenerator random, int room, int width) {
        return random.nextInt(room - width + 1);
    }

    private static void check(Shape shape) {
        if (shape.rank() != 2)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    "",
                    "'spec-augment' varies frames of mels, but it takes numbers of shape " + shape
                            + ". Put it behind 'log-mel'.");
    }
}
