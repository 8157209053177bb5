package io.graft.api.augment;

import io.graft.api.audio.AudioBuffer;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/** Varies a sound. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface AudioAugmenter extends Augmenter {

    /**
     * Varies it in place.
     *
     * @param random the only source of chance; it follows from the run's seed, the epoch and the row, so that a run repeats exactly
     */
    void augment(AudioBuffer sound, RandomGenerator random);
}
