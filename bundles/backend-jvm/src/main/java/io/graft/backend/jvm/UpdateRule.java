package io.graft.backend.jvm;

/** A rule of an optimizer, ready to be applied. */
interface UpdateRule {

    /**
     * One step of the rule.
     *
     * @param rate the learning rate of the step
     * @param step its number, from 1
     */
    Move at(double rate, long step);

    /** One step of a rule. */
    interface Move {

        /**
         * Moves a stretch of a parameter.
         *
         * @param w the parameter
         * @param g its gradient, at the same indices
         * @param slots what the rule remembers, in the order of its slots
         * @param from the first index
         * @param to the index behind the last
         */
        void apply(float[] w, float[] g, float[][] slots, int from, int to);
    }

    /** What a rule does where there is no gradient. */
    enum Idle {
        /** Nothing at all. */
        STAYS,
        /** Nothing as long as all slots are zero. */
        RESTS_AT_ZERO,
        /** It may change anything. */
        MOVES
    }

    /** What happens to an element whose gradient is zero. */
    default Idle idle() {
        return Idle.MOVES;
    }

    /** The same rule, known to do this where there is no gradient. */
    default UpdateRule idle(Idle idle) {
        UpdateRule rule = this;
        return new UpdateRule() {
            @Override
            public Move at(double rate, long step) {
                return rule.at(rate, step);
            }

            @Override
            public Idle idle() {
                return idle;
            }
        };
    }
}
