package io.graft.steps.audio;

import io.graft.api.ComponentType;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioStep;
import io.graft.api.augment.Augmenter;
import io.graft.testkit.ComponentContract;
import io.graft.testkit.SettingsRecords;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** What every component does, for each of this bundle. */
class AudioContractsTest {

    abstract static class Of<S extends Record, C> extends ComponentContract<S, C> {
        private final ComponentType<S, C> type;
        private final Object[] given;

        Of(ComponentType<S, C> type, Object... given) {
            this.type = type;
            this.given = given;
        }

        @Override
        protected ComponentType<S, C> type() {
            return type;
        }

        @Override
        protected List<S> settings() {
            return List.of(SettingsRecords.of(type.settings(), given));
        }
    }

    @Nested
    class OfResample extends Of<Resample.Settings, AudioStep> {
        OfResample() {
            super(new Resample(), "rate", "8000");
        }
    }

    @Nested
    class OfFitLength extends Of<FitLength.Settings, AudioStep> {
        OfFitLength() {
            super(new FitLength(), "seconds", "1");
        }
    }

    @Nested
    class OfLogMel extends Of<LogMel.Settings, AudioFeatures> {
        OfLogMel() {
            super(new LogMel(), "seconds", "1");
        }
    }

    @Nested
    class OfMfcc extends Of<Mfcc.Settings, AudioFeatures> {
        OfMfcc() {
            super(new Mfcc(), "seconds", "1");
        }
    }

    @Nested
    class OfSpecAugment extends Of<SpecAugment.Settings, Augmenter> {
        OfSpecAugment() {
            super(new SpecAugment());
        }
    }

    @Nested
    class OfTimeShift extends Of<TimeShift.Settings, Augmenter> {
        OfTimeShift() {
            super(new TimeShift());
        }
    }

    @Nested
    class OfNoise extends Of<Noise.Settings, Augmenter> {
        OfNoise() {
            super(new Noise());
        }
    }
}
