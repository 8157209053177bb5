package io.graft.api.model;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Says how good answers are. Thread-safe. */
@ConsumerType
public interface Metric {

    /** Whether a higher value is better. */
    boolean higherIsBetter();

    /** Whether it judges numbers ({@link Meter#add} gets targets) rather than classes. */
    default boolean forNumbers() {
        return false;
    }

    /** Whether it judges whole sequences of labels ({@link Meter#addSequence}) rather than one class at a time. */
    default boolean forSequences() {
        return false;
    }

    /** Begins to measure. */
    Meter open(List<String> classes);

    /** One measurement, for one thread. */
    @ConsumerType
    interface Meter {

        /**
         * Takes an answer into account.
         *
         * @param scores holds the row's scores (for classes, one for each) from {@code offset} on; only valid during the call
         * @param label the true class, or -1 for numbers
         * @param targets for numbers, holds the true ones from {@code targetOffset} on; else null
         * @param width the number of scores
         */
        void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset);

        /**
         * Takes a sequence of labels into account; only a metric {@linkplain Metric#forSequences for sequences} is asked to.
         *
         * @param given the classes answered, from 0 to before {@code givenCount}; only valid during the call
         * @param wanted the true classes, from 0 to before {@code wantedCount}
         */
        default void addSequence(int[] given, int givenCount, int[] wanted, int wantedCount) {
            throw new UnsupportedOperationException("this metric judges one class at a time");
        }

        /** The value so far; NaN when it is not defined, e.g. without rows. */
        double value();

        /** More than a number, e.g. a matrix: maps, lists, strings and numbers only. */
        default Map<String, Object> details() {
            return Map.of();
        }
    }
}
