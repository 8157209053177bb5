package io.graft.steps.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.audio.AudioStep;
import io.graft.api.audio.AudioStepType;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** Cuts sound, or fills it up with silence, to one length. <b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA for an empty sound. */
@Component(service = AudioStepType.class)
@ComponentName("fit-length")
public final class FitLength implements AudioStepType<FitLength.Settings> {

    /** What is kept of a longer sound, and where a shorter one lies. */
    public enum At {
        /** The beginning. */
        START,
        /** The middle. */
        MIDDLE
    }

    /** The length. */
    public record Settings(
            @Min(0.001) @Max(3600) @Unit("seconds") @Meaning("The length that the sound gets.")
            double seconds,

            @Default("start")
            @Meaning("What is kept of a longer sound, and where a shorter one lies in the silence: start or middle.")
            At at) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Audio gives(Settings s, DataType.Audio takes) {
        return takes;
    }

    @Override
    public AudioStep create(Settings s, Context context) {
        return sound -> {
            Sounds.check(sound);
            int had = sound.length();
            int n = Math.max(1, (int) Math.round(s.seconds() * sound.sampleRate()));
            int before = s.at() == At.START ? 0 : (n - had) / 2; // negative where the sound is longer
            float[] x = sound.size(Math.max(n, had), sound.sampleRate());
            System.arraycopy(x, Math.max(0, -before), x, Math.max(0, before), Math.min(n, had));
            Arrays.fill(x, 0, Math.max(0, before), 0);
            if (n > had) Arrays.fill(x, before + had, n, 0);
            float[] same = sound.size(n, sound.sampleRate());
            assert same == x;
        };
    }
}
