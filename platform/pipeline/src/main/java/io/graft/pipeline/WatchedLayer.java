package io.graft.pipeline;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import java.util.List;

/**
 * A layer of which it is known when its plug-in builds it.
 *
 * @param underway is told
 * @param part the component
 * @param layer what it made
 */
record WatchedLayer(Underway underway, Part part, Layer layer) implements Layer {

    @Override
    public Value build(GraphBuilder graph, Value input) {
        underway.enter(part);
        try {
            return layer.build(graph, input);
        } finally {
            underway.leave();
        }
    }

    @Override
    public Value build(GraphBuilder graph, List<Value> inputs) {
        underway.enter(part);
        try {
            return layer.build(graph, inputs);
        } finally {
            underway.leave();
        }
    }
}
