package io.graft.steps.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioStep;
import io.graft.api.audio.AudioStepType;
import io.graft.api.data.DataType;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/** Brings sound to one sample rate, by a windowed sinc. <b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA for an empty sound. */
@Component(service = AudioStepType.class)
@ComponentName("resample")
public final class Resample implements AudioStepType<Resample.Settings> {

    /** The rate. */
    public record Settings(
            @Min(100) @Max(384000) @Unit("hertz") @Meaning("The sample rate that the sound gets.")
            int rate) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Audio gives(Settings s, DataType.Audio takes) {
        return new DataType.Audio(s.rate());
    }

    @Override
    public AudioStep create(Settings s, Context context) {
        return new Resampling(s.rate());
    }

    private static final class Resampling implements AudioStep {
        private final int rate;
        private SincKernel kernel;
        private int kernelFrom;
        private float[] other = new float[0];

        Resampling(int rate) {
            this.rate = rate;
        }

        @Override
        public void apply(AudioBuffer sound) {
            Sounds.check(sound);
            if (sound.sampleRate() == rate) return;
            if (kernelFrom != sound.sampleRate()) {
                kernel = new SincKernel(sound.sampleRate(), rate);
                kernelFrom = sound.sampleRate();
            }
            int n = kernel.length(sound.length());
            if (other.length < n) other = new float[n];
            kernel.apply(sound.samples(), sound.length(), other, n);
            other = sound.exchange(other, n, rate);
        }
    }
}
