package io.graft.steps.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioFeaturesType;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Sound to mel-frequency cepstral coefficients: {@code mfcc} FLOAT {@code [frames, coefficients]} and {@code mask} FLOAT {@code [frames]}.
 *
 * <p>The orthonormal DCT-II of the logarithms that {@link LogMel} gives: c(k) = s(k) · Σ x(m) · cos(π k (m + ½) / M) with s(0) = √(1/M) and s(k) = √(2/M). Frames
 * behind the end of a shorter sound are 0. <b>Threading.</b> The type is thread-safe. <b>Errors.</b> TYPE_MISMATCH when the rate is not known, BAD_DATA for an empty sound.
 */
@Component(service = AudioFeaturesType.class)
@ComponentName("mfcc")
public final class Mfcc implements AudioFeaturesType<Mfcc.Settings> {

    /** Frames, filters and coefficients. */
    public record Settings(
            @Min(0.01)
            @Max(600)
            @Unit("seconds")
            @Meaning("How much of each sound is taken; shorter ones are filled up, longer ones cut.")
            double seconds,

            @Default("13") @Min(1) @Max(512) @Meaning("The number of coefficients, the first of which is the loudness.")
            int coefficients,

            @Default("25") @Min(1) @Max(1000) @Unit("milliseconds") @Meaning("The length of a frame.")
            double window,

            @Default("10") @Min(1) @Max(1000) @Unit("milliseconds") @Meaning("The distance between two frames.")
            double hop,

            @Default("40") @Min(1) @Max(512) @Unit("filters") @Meaning("The number of mel filters.")
            int mels,

            @Default("20") @Min(0) @Max(192000) @Unit("hertz") @Meaning("The lowest frequency.")
            int low,

            @Default("0")
            @Min(0)
            @Max(192000)
            @Unit("hertz")
            @Meaning("The highest frequency; 0 for half of the sample rate.")
            int high,

            @Default("column")
            @Meaning(
                    "Brings each row to mean 0 and deviation 1: none, row (over all its numbers) or column (for each coefficient over the frames).")
            Normalize normalize) {

        /** Checks what hangs together. */
        public Settings {
            new Framing(seconds, window, hop, mels, low, high);
            if (coefficients > mels)
                throw new IllegalArgumentException("coefficients is " + coefficients
                        + ", and there cannot be more of them than the " + mels + " mels they are made of");
        }

        Framing framing() {
            return new Framing(seconds, window, hop, mels, low, high);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public List<Feature> features(Settings s, DataType.Audio takes) {
        s.framing().check("mfcc", takes);
        return s.framing().features("mfcc", s.coefficients());
    }

    @Override
    public AudioFeatures create(Settings s, Context context) {
        return new Cepstrum(s, context);
    }

    private static final class Cepstrum implements AudioFeatures {
        private final Framing framing;
        private final List<Feature> features;
        private final LogMelFrames mel;
        private final Normalize normalize;
        private final int frames;
        private final int coefficients;
        private final float[] logs;
        private final double[] cosines;

        Cepstrum(Settings s, Context context) {
            framing = s.framing();
            features = framing.features("mfcc", s.coefficients());
            mel = new LogMelFrames(framing, context);
            normalize = s.normalize();
            frames = framing.frames();
            coefficients = s.coefficients();
            logs = new float[s.mels()];
            cosines = new double[coefficients * logs.length];
            for (int k = 0; k < coefficients; k++)
                for (int m = 0; m < logs.length; m++)
                    cosines[k * logs.length + m] = Math.sqrt((k == 0 ? 1.0 : 2.0) / logs.length)
                            * Math.cos(Math.PI * k * (m + 0.5) / logs.length);
        }

        @Override
        public List<Feature> features() {
            return features;
        }

        @Override
        public void extract(AudioBuffer sound, Batch batch, int[] slots, int row) {
            int n = mel.begin(sound);
            float[] out = batch.floats(slots[0]);
            int from = row * frames * coefficients;
            for (int f = 0; f < n; f++) {
                mel.write(sound, f, logs, 0);
                transform(out, from + f * coefficients);
            }
            normalize.apply(out, from, n, coefficients);
            Arrays.fill(out, from + n * coefficients, from + frames * coefficients, 0);
            framing.mask(batch.floats(slots[1]), row, n);
        }

        private void transform(float[] out, int at) {
            for (int k = 0; k < coefficients; k++) {
                double sum = 0;
                for (int m = 0; m < logs.length; m++) sum += cosines[k * logs.length + m] * logs[m];
                out[at + k] = (float) sum;
            }
        }
    }
}
