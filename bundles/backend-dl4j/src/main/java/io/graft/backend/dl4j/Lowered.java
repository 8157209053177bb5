package io.graft.backend.dl4j;

import java.util.Collections;
import java.util.List;

/**
 * An operator as instructions.
 *
 * @param outputs what it gives; null for an output that nothing looks at
 * @param backward adds the instructions of its gradient
 */
record Lowered(List<Tensor> outputs, Backward backward) {

    /** How the gradients of the outputs become gradients of the inputs; null for an output that nothing depends on. */
    interface Backward {
        void run(List<Tensor> dy, Gradients to);
    }

    /** How the gradient of the only output becomes gradients of the inputs. */
    interface OfOne {
        void run(Tensor dy, Gradients to);
    }

    /** An operator with one output. */
    Lowered(Tensor output, OfOne backward) {
        this(Collections.singletonList(output), (dy, to) -> backward.run(dy.get(0), to));
    }

    /** An operator that stops the gradient. */
    static Lowered constant(Tensor output) {
        return new Lowered(output, (dy, to) -> {});
    }
}
