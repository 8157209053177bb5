package io.graft.api.augment;

import io.graft.api.data.Batch;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/** Varies a whole batch, e.g. mixes rows with their targets. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface BatchAugmenter extends Augmenter {

    /**
     * Varies it in place.
     *
     * @param batch the batch, its rows set
     * @param feature the slot of the first feature
     * @param target the slot of the target, FLOAT {@code [batch, n]}
     * @param random the only source of chance; it follows from the run's seed, the epoch and the row, so that a run repeats exactly
     */
    void augment(Batch batch, int feature, int target, RandomGenerator random);
}
