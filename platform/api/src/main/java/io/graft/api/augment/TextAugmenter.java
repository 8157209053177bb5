package io.graft.api.augment;

import io.graft.api.text.TextBuffer;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/** Varies a text. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface TextAugmenter extends Augmenter {

    /**
     * Varies it in place.
     *
     * @param random the only source of chance; it follows from the run's seed, the epoch and the row, so that a run repeats exactly
     */
    void augment(TextBuffer text, RandomGenerator random);
}
