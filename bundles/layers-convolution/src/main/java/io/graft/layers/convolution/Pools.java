package io.graft.layers.convolution;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pooling by windows; of a masked sequence, over real positions only. */
final class Pools {
    /** What stands for "less than everything". */
    private static final double LOWEST = -3.0e38;

    private Pools() {}

    static Field max(GraphBuilder g, Field x, Window window) {
        if (x.mask().isEmpty()) return x.moved(g, window, g.op("MaxPool", attributes(x, window), x.value()));
        Value real = g.op("Greater", g.unsqueeze(x.mask().get(), 1), g.constant(0));
        Value lowered = g.op("Where", real, x.value(), g.constant(LOWEST)).unmasked();
        Field pooled = x.moved(g, window, g.op("MaxPool", attributes(x, window), lowered));
        Value kept = g.op("Greater", g.unsqueeze(pooled.mask().orElseThrow(), 1), g.constant(0));
        return pooled.with(g.op("Where", kept, pooled.value(), g.constant(0)));
    }

    /** The mean of the real elements under each window, without what is put around. */
    static Field average(GraphBuilder g, Field x, Window window) {
        Map<String, Object> attributes = attributes(x, window);
        Value mean = g.op("AveragePool", attributes, x.zeroed(g)).unmasked();
        if (x.mask().isPresent()) {
            Value share = g.op("AveragePool", attributes, g.unsqueeze(x.mask().get(), 1))
                    .unmasked();
            mean = g.div(mean, g.op("Max", share, g.constant(1e-6)));
        }
        return x.moved(g, window, mean);
    }

    private static Map<String, Object> attributes(Field x, Window window) {
        Map<String, Object> attributes = new LinkedHashMap<>(window.over(x.sizes()));
        attributes.put("kernel_shape", window.kernel(x.axes()));
        return attributes;
    }
}
