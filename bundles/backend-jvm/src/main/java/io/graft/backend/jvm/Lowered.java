package io.graft.backend.jvm;

/**
 * An operator as instructions.
 *
 * @param output what it gives
 * @param backward adds the instructions of its gradient
 */
record Lowered(Tensor output, Backward backward) {

    /** How the gradient of an output becomes gradients of the inputs. */
    interface Backward {
        void run(Tensor dy, Gradients to);
    }

    /** An operator that stops the gradient. */
    static Lowered constant(Tensor output) {
        return new Lowered(output, (dy, to) -> {});
    }
}
