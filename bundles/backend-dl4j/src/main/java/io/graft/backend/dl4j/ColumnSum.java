package io.graft.backend.dl4j;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The sum over all axes but the trailing ones, as a product with a row of ones: many times faster than libnd4j's own reduction.
 *
 * @param input {@code [rows…, columns…]}
 * @param ones at least as many ones as the input has rows
 * @param output {@code [columns…]}, with any number of axes of 1
 */
record ColumnSum(Tensor input, Tensor ones, Tensor output) implements Instruction {

    @Override
    public List<Tensor> reads() {
        return List.of(input, ones);
    }

    @Override
    public List<Tensor> writes() {
        return List.of(output);
    }

    @Override
    public Step bind(Frame frame) {
        int columns = frame.elements(output);
        int rows = columns == 0 ? 0 : frame.elements(input) / columns;
        FloatPointer x = frame.floats(input);
        FloatPointer one = frame.floats(ones);
        FloatPointer y = frame.floats(output);
        Engine engine = frame.engine();
        return () -> engine.gemv(true, rows, columns, 1, x, one, 0, y);
    }
}
