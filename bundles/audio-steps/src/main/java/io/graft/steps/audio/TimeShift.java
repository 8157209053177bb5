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
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** Moves a sound earlier or later; silence comes in, the length stays. <b>Threading.</b> The type is thread-safe. */
@Component(service = AugmenterType.class)
@ComponentName("time-shift")
public final class TimeShift implements AugmenterType<TimeShift.Settings> {

    /** How much. */
    public record Settings(
            @Default("0.1")
            @Min(0)
            @Max(60)
            @Unit("seconds")
            @Meaning("The most that the sound moves, either way; at most half of its length.")
            double seconds) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Augmenter create(Settings s, Context context) {
        return (AudioAugmenter) (sound, random) -> {
            int n = sound.length();
            int most = (int) Math.min(n / 2, Math.round(s.seconds() * sound.sampleRate()));
            int later = random.nextInt(2 * most + 1) - most;
            float[] x = sound.samples();
            System.arraycopy(x, Math.max(0, -later), x, Math.max(0, later), n - Math.abs(later));
            if (later > 0) Arrays.fill(x, 0, later, 0);
            else Arrays.fill(x, n + later, n, 0);
        };
    }
}
