package io.graft.layers.convolution;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What windows move over: a sequence or an image with its channels on axis 1, as the operators want it.
 *
 * @param value {@code [batch, channels, length]} or {@code [batch, channels, height, width]}, without a mask
 * @param mask which positions of a sequence are real: {@code [batch, length]}
 */
record Field(Value value, Optional<Value> mask) {

    /** A sequence {@code [batch, length, channels]} or an image {@code [batch, channels, height, width]}. */
    static Field of(GraphBuilder g, String layer, Value x) {
        Inputs.field(g, layer, x);
        return x.shape().rank() == 3
                ? new Field(g.transpose(x.unmasked(), 0, 2, 1), x.mask())
                : new Field(x.unmasked(), Optional.empty());
    }

    /** As layers hand it on. */
    Value back(GraphBuilder g) {
        if (axes() == 2) return value;
        Value sequence = g.transpose(value, 0, 2, 1);
        return mask.isEmpty() ? sequence : sequence.withMask(mask.get());
    }

    Field with(Value other) {
        return new Field(other.unmasked(), mask);
    }

    /** How many axes windows move along. */
    int axes() {
        return value.shape().rank() - 2;
    }

    int channels() {
        return value.shape().size(1);
    }

    /** The sizes along those axes. */
    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 2; axis < value.shape().rank(); axis++)
            sizes.add(value.shape().size(axis));
        return sizes;
    }

    /** The shape of the weights of a convolution: so many to so many channels. */
    Shape weights(int out, int in, Size kernel) {
        return axes() == 1 ? Shape.of(out, in, kernel.height()) : Shape.of(out, in, kernel.height(), kernel.width());
    }

    /** Its values, zeros at masked positions. */
    Value zeroed(GraphBuilder g) {
        return mask.isEmpty() ? value : g.mul(value, g.unsqueeze(mask.get(), 1)).unmasked();
    }

    /** The same channels everywhere: {@code [batch, channels]}. */
    static Value flat(GraphBuilder g, Value pooled) {
        return g.op("Flatten", Map.of("axis", 1), pooled);
    }

    /**
     * What a window makes of the mask: a place is real where the whole window lies over real positions (padding counts as real), and the first
     * place also where the sequence is shorter than the window.
     */
    Field moved(GraphBuilder g, Window window, Value result) {
        if (mask.isEmpty()) return new Field(result.unmasked(), mask);
        Value old = mask.get();
        int stride = window.stride().height();
        int length = result.shape().size(2);
        if (window.padding() == Padding.SAME) return new Field(result.unmasked(), Optional.of(g.every(old, 1, stride)));
        Value whole = g.every(g.slice(old, 1, window.reach(0) - 1, Integer.MAX_VALUE), 1, stride);
        Value first = g.slice(old, 1, 0, 1);
        Value any = length == 1 ? first : g.concat(1, first, g.mul(g.slice(whole, 1, 1, Integer.MAX_VALUE), 0));
        return new Field(result.unmasked(), Optional.of(g.op("Max", whole, any)));
    }
}
