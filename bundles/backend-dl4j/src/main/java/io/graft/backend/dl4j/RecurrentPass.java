package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The matrix products of a recurrence, bound to a number of rows.
 *
 * <p>Arrays on the heap go to native memory and back around each product: a copy of some kilobytes costs a tenth of the product.
 */
final class RecurrentPass {
    /** The native memory that a pass works in. */
    record Room(Tensor all, Tensor left, Tensor right, Tensor state, Tensor step) {

        static Room of(Recurrence of) {
            Shape input = of.x.shape;
            Dim rows = input.dim(0);
            Dim steps = Sizes.product(input.dims().subList(0, 2));
            Dim wide = Dim.of(of.gates * of.hidden);
            Dim narrow = Dim.of(of.hidden);
            return new Room(
                    scratch(steps, wide),
                    scratch(steps, narrow),
                    scratch(steps, narrow),
                    scratch(rows, narrow),
                    scratch(rows, wide));
        }

        private static Tensor scratch(Dim rows, Dim columns) {
            return Tensor.scratch(ElementType.FLOAT, Shape.of(rows, columns));
        }

        List<Tensor> tensors() {
            return List.of(all, left, right, state, step);
        }
    }

    private final Recurrence of;
    private final Engine engine;
    private final FloatPointer x;
    private final FloatPointer[] inputWeights;
    private final FloatPointer[][] stateWeights;
    private final FloatPointer[] all;
    private final FloatPointer left;
    private final FloatPointer right;
    private final FloatPointer state;
    private final FloatPointer[] step;
    private final int wide;
    final int rows;

    RecurrentPass(Recurrence of, Frame frame, Room room) {
        this.of = of;
        engine = frame.engine();
        rows = Sizes.of(of.x.shape.dim(0), frame.rows());
        wide = of.gates * of.hidden;
        x = frame.floats(of.x);
        inputWeights = matrices(frame, of.w, wide * of.size);
        stateWeights = gates(frame, of.r);
        all = columns(frame, room.all);
        left = frame.floats(room.left);
        right = frame.floats(room.right);
        state = frame.floats(room.state);
        step = columns(frame, room.step);
    }

    private FloatPointer[] matrices(Frame frame, Tensor weights, int size) {
        FloatPointer[] parts = new FloatPointer[of.directions];
        for (int d = 0; d < parts.length; d++) parts[d] = frame.floats(weights, (long) d * size);
        return parts;
    }

    /** Where the weights of each gate begin, for each direction. */
    private FloatPointer[][] gates(Frame frame, Tensor weights) {
        int square = of.hidden * of.hidden;
        FloatPointer[][] parts = new FloatPointer[of.directions][of.gates];
        for (int d = 0; d < parts.length; d++)
            for (int g = 0; g < of.gates; g++) parts[d][g] = frame.floats(weights, (long) (d * of.gates + g) * square);
        return parts;
    }

    /** Where the columns of each gate begin. */
    private FloatPointer[] columns(Frame frame, Tensor matrix) {
        FloatPointer[] parts = new FloatPointer[of.gates];
        for (int g = 0; g < parts.length; g++) parts[g] = frame.floats(matrix, (long) g * of.hidden);
        return parts;
    }

    private int steps() {
        return rows * of.length;
    }

    /** x · wᵀ for all steps. */
    void inputs(int d, float[] into) {
        engine.gemm(false, true, steps(), wide, of.size, 1, x, of.size, inputWeights[d], of.size, 0, all[0], wide);
        all[0].get(into, 0, steps() * wide);
    }

    /** from · rᵀ for some gates of one step. */
    void product(int d, int first, int count, float[] from, float[] into) {
        int h = of.hidden;
        state.put(from, 0, rows * h);
        engine.gemm(false, true, rows, count * h, h, 1, state, h, stateWeights[d][first], h, 0, step[first], wide);
        step[0].get(into, 0, rows * wide);
    }

    /** from · r for some gates of one step: the gradient of {@link #product}. */
    void back(int d, int first, int count, float[] from, float[] into) {
        int h = of.hidden;
        step[0].put(from, 0, rows * wide);
        engine.gemm(false, false, rows, h, count * h, 1, step[first], wide, stateWeights[d][first], h, 0, state, h);
        state.get(into, 0, rows * h);
    }

    /** Takes the gradient of what the gates got at all steps; the other gradients are made of it. */
    void gradient(float[] from) {
        all[0].put(from, 0, steps() * wide);
    }

    void inputGradient(int d, FloatPointer dx) {
        engine.gemm(false, false, steps(), of.size, wide, 1, all[0], wide, inputWeights[d], of.size, d, dx, of.size);
    }

    void inputWeightGradient(FloatPointer dw) {
        engine.gemm(true, false, wide, of.size, steps(), 1, all[0], wide, x, of.size, 0, dw, of.size);
    }

    /** Of some gates, which were multiplied with these states. */
    void stateWeightGradient(int first, int count, float[] states, FloatPointer dr) {
        int h = of.hidden;
        right.put(states, 0, steps() * h);
        engine.gemm(true, false, count * h, h, steps(), 1, all[first], wide, right, h, 0, dr, h);
    }

    /** Of one gate whose product has a gradient of its own. */
    void stateWeightGradient(float[] gradient, float[] states, FloatPointer dr) {
        int h = of.hidden;
        left.put(gradient, 0, steps() * h);
        right.put(states, 0, steps() * h);
        engine.gemm(true, false, h, h, steps(), 1, left, h, right, h, 0, dr, h);
    }
}
