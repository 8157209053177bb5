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
 * Sound to a log-mel spectrogram: {@code log_mel} FLOAT {@code [frames, mels]} and {@code mask} FLOAT {@code [frames]}, 0 behind the end of a shorter sound.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> TYPE_MISMATCH when the rate is not known, BAD_DATA for an empty sound.
 */
@Component(service = AudioFeaturesType.class)
@ComponentName("log-mel")
public final class LogMel implements AudioFeaturesType<LogMel.Settings> {

    /** Frames and filters. */
    public record Settings(
            @Min(0.01)
            @Max(600)
            @Unit("seconds")
            @Meaning("How much of each sound is taken; shorter ones are filled up, longer ones cut.")
            double seconds,

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

            @Default("none")
            @Meaning(
                    "Brings each row to mean 0 and deviation 1: none, row (over all its numbers) or column (for each mel over the frames).")
            Normalize normalize) {

        /** Checks what hangs together. */
        public Settings {
            new Framing(seconds, window, hop, mels, low, high);
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
        s.framing().check("log-mel", takes);
        return s.framing().features("log_mel", s.mels());
    }

    @Override
    public AudioFeatures create(Settings s, Context context) {
        return new Spectrogram(s, context);
    }

    private static final class Spectrogram implements AudioFeatures {
        private final Framing framing;
        private final List<Feature> features;
        private final LogMelFrames mel;
        private final Normalize normalize;
        private final int frames;
        private final int mels;

        Spectrogram(Settings s, Context context) {
            framing = s.framing();
            features = framing.features("log_mel", s.mels());
            mel = new LogMelFrames(framing, context);
            normalize = s.normalize();
            frames = framing.frames();
            mels = s.mels();
        }

        @Override
        public List<Feature> features() {
            return features;
        }

        @Override
        public void extract(AudioBuffer sound, Batch batch, int[] slots, int row) {
            int n = mel.begin(sound);
            float[] out = batch.floats(slots[0]);
            int from = row * frames * mels;
            for (int f = 0; f < n; f++) mel.write(sound, f, out, from + f * mels);
            normalize.apply(out, from, n, mels);
            float silence = normalize == Normalize.NONE ? LogMelFrames.SILENCE : 0;
            Arrays.fill(out, from + n * mels, from + frames * mels, silence);
            framing.mask(batch.floats(slots[1]), row, n);
        }
    }
}
