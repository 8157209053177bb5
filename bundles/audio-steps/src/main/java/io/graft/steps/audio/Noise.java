package io.graft.steps.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/**
 * Adds white noise, weaker than the sound by a random number of decibels.
 *
 * <p>deviation = √(mean x²) · 10^(−decibels / 20); silence stays silent. <b>Threading.</b> The type is thread-safe.
 */
@Component(service = AugmenterType.class)
@ComponentName("noise")
public final class Noise implements AugmenterType<Noise.Settings> {

    /** How much. */
    public record Settings(
            @Default("15") @Min(-20) @Max(100) @Unit("decibels") @Meaning("The strongest noise: sound over noise.")
            double strongest,

            @Default("40") @Min(-20) @Max(100) @Unit("decibels") @Meaning("The weakest noise: sound over noise.")
            double weakest,

            @Default("0.5") @Min(0) @Max(1) @Meaning("The share of sounds that get noise.")
            double probability) {

        /** Checks the order. */
        public Settings {
            if (strongest > weakest)
                throw new IllegalArgumentException("strongest is " + strongest + " dB of sound over noise and weakest "
                        + weakest + " dB; the stronger noise has fewer decibels");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (AudioAugmenter) (sound, random) -> {
            if (random.nextDouble() >= s.probability()) return;
            float[] x = sound.samples();
            double squares = 0;
            for (int i = 0; i < sound.length(); i++) squares += (double) x[i] * x[i];
            double decibels = s.strongest() + random.nextDouble() * (s.weakest() - s.strongest());
            double deviation = Math.sqrt(squares / Math.max(1, sound.length())) * Math.pow(10, -decibels / 20);
            for (int i = 0; i < sound.length(); i++) x[i] += (float) (deviation * random.nextGaussian());
        };
    }
}
