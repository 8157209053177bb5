package io.graft.api.data;

import java.util.List;

/** What flows between two steps of a pipeline; a step takes one type and gives one. */
public sealed interface DataType {

    /** A text, in a {@link io.graft.api.text.TextBuffer}. */
    record Text() implements DataType {
        @Override
        public String toString() {
            return "text";
        }
    }

    /** The tokens of a text, in {@link io.graft.api.text.Tokens}. */
    record TokenList() implements DataType {
        @Override
        public String toString() {
            return "tokens";
        }
    }

    /**
     * Numbers of fixed shapes: what a network takes.
     *
     * @param features one or more named tensors
     */
    record Tensors(List<Feature> features) implements DataType {
        /** Copies. */
        public Tensors {
            features = List.copyOf(features);
        }

        @Override
        public String toString() {
            return "tensors " + features;
        }
    }
}
