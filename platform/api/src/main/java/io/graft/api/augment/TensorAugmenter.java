package io.graft.api.augment;

import io.graft.api.graph.Shape;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/** Varies the numbers of a row, e.g. a spectrogram. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface TensorAugmenter extends Augmenter {

    /**
     * Varies it in place.
     *
     * @param numbers the first feature of the batch
     * @param from where the row begins
     * @param shape the shape of a row
     * @param random the only source of chance; it follows from the run's seed, the epoch and the row, so that a run repeats exactly
     */
    void augment(float[] numbers, int from, Shape shape, RandomGenerator random);
}
