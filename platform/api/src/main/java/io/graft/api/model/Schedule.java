package io.graft.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** The learning rate over the course of a run. A pure function, so that a resumed run goes on as it would have. */
@ConsumerType
@FunctionalInterface
public interface Schedule {

    /** What the optimizer's base rate is multiplied with at a moment. */
    double factor(Moment moment);

    /**
     * A moment of a run.
     *
     * @param step the step about to be made, from 0
     * @param stepsPerEpoch the steps of one epoch
     * @param epochs the epochs planned
     * @param validationLoss the validation loss (the training loss where there is no validation data) after each epoch so far
     */
    record Moment(long step, long stepsPerEpoch, int epochs, List<Double> validationLoss) {
        /** The epoch, from 0. */
        public long epoch() {
            return step / stepsPerEpoch;
        }

        /** The steps planned. */
        public long steps() {
            return stepsPerEpoch * epochs;
        }
    }
}
