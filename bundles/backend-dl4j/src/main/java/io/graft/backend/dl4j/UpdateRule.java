package io.graft.backend.dl4j;

/** A rule of an optimizer, ready to be applied. */
interface UpdateRule {

    /**
     * Moves a parameter.
     *
     * @param w the parameter
     * @param g its gradient, at least as long
     * @param slots what the rule remembers, in the order of its slots
     * @param rate the learning rate of this step
     * @param step the number of this step, from 1
     */
    void apply(float[] w, float[] g, float[][] slots, double rate, long step);
}
