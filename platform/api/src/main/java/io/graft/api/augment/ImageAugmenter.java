package io.graft.api.augment;

import io.graft.api.image.ImageBuffer;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/** Varies an image; its size may change only when a later step makes it one size again. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface ImageAugmenter extends Augmenter {

    /**
     * Varies it in place.
     *
     * @param random the only source of chance; it follows from the run's seed, the epoch and the row, so that a run repeats exactly
     */
    void augment(ImageBuffer image, RandomGenerator random);
}
