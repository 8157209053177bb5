package io.graft.backend.jvm;

import java.util.List;

/**
 * An operator as instructions.
 *
 * @param outputs what it gives; null for an output that nothing looks at and that was not computed
 * @param backward adds the instructions of its gradient
 */
record Lowered(List<Tensor> outputs, Backwards backward) {

    /** How the gradient of the only output becomes gradients of the inputs. */
    interface Backward {
        void run(Tensor dy, Gradients to);
    }

    /** How the gradients of the outputs become gradients of the inputs; null for an output that nothing depends on. */
    interface Backwards {
        void run(List<Tensor> dys, Gradients to);
    }

    /** An operator of one output. */
    Lowered(Tensor output, Backward backward) {
        this(List.of(output), (dys, to) -> backward.run(dys.get(0), to));
    }

    /** An operator that stops the gradient. */
    static Lowered constant(Tensor output) {
        return new Lowered(output, (dy, to) -> {});
    }
}
