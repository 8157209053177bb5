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
     * An image, in an {@link io.graft.api.image.ImageBuffer}.
     *
     * @param height the number of rows, 0 when it varies
     * @param width the number of columns, 0 when it varies
     * @param channels the number of planes, 0 when it varies
     */
    record Image(int height, int width, int channels) implements DataType {
        /** Whether all images are of one size. */
        public boolean fixed() {
            return height > 0 && width > 0 && channels > 0;
        }

        @Override
        public String toString() {
            return fixed() ? "images of " + height + " x " + width + " x " + channels : "images of varying size";
        }
    }

    /**
     * A sound, in an {@link io.graft.api.audio.AudioBuffer}.
     *
     * @param sampleRate samples a second, 0 when it varies
     */
    record Audio(int sampleRate) implements DataType {
        @Override
        public String toString() {
            return sampleRate > 0 ? "sound of " + sampleRate + " Hz" : "sound of varying rates";
        }
    }

    /**
     * A row of a table, in a {@link io.graft.api.table.TableRow}.
     *
     * @param columns its columns
     */
    record Table(List<Column> columns) implements DataType {
        /** Copies. */
        public Table {
            columns = List.copyOf(columns);
        }

        /** The place of a column, or -1. */
        public int index(String name) {
            for (int i = 0; i < columns.size(); i++) if (columns.get(i).name().equals(name)) return i;
            return -1;
        }

        @Override
        public String toString() {
            return "a table of " + columns.size() + (columns.size() == 1 ? " column" : " columns");
        }
    }

    /**
     * A column of a table.
     *
     * @param name unique in its table
     * @param number whether it holds numbers; else words
     */
    record Column(String name, boolean number) {}

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
