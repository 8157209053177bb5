package io.graft.api.image;

import java.util.Arrays;

/**
 * An image being prepared; the same object is used again for every row.
 *
 * <p>Numbers from 0 (dark) to 1 (bright), plane by plane: the element of channel c at row y and column x lies at {@code (c * height + y) * width + x}. Three
 * channels are red, green, blue; four have opacity as the last.
 *
 * <p><b>Threading.</b> For one thread.
 */
public final class ImageBuffer {
    private float[] values = new float[0];
    private int height;
    private int width;
    private int channels;

    /** The number of rows. */
    public int height() {
        return height;
    }

    /** The number of columns. */
    public int width() {
        return width;
    }

    /** The number of planes. */
    public int channels() {
        return channels;
    }

    /** The number of elements. */
    public int elements() {
        return channels * height * width;
    }

    /** The elements; the array may be longer than {@link #elements()}. */
    public float[] values() {
        return values;
    }

    /**
     * Sets the size. What the elements are afterwards is not said.
     *
     * @return the elements, to be written
     */
    public float[] size(int newHeight, int newWidth, int newChannels) {
        if (newHeight < 0 || newWidth < 0 || newChannels < 0)
            throw new IllegalArgumentException("an image of " + newHeight + " x " + newWidth + " x " + newChannels);
        int n = Math.multiplyExact(Math.multiplyExact(newHeight, newWidth), newChannels);
        if (values.length < n) values = new float[n];
        height = newHeight;
        width = newWidth;
        channels = newChannels;
        return values;
    }

    /**
     * Takes another array as its elements and gives the one it had, so that a step can write beside what it reads.
     *
     * @param others at least as many elements as the new size has
     */
    public float[] exchange(float[] others, int newHeight, int newWidth, int newChannels) {
        float[] had = values;
        if (others.length < newHeight * newWidth * newChannels)
            throw new IllegalArgumentException(others.length + " elements are too few");
        values = others;
        height = newHeight;
        width = newWidth;
        channels = newChannels;
        return had;
    }

    /** Copies another image. */
    public void set(ImageBuffer other) {
        size(other.height, other.width, other.channels);
        System.arraycopy(other.values, 0, values, 0, elements());
    }

    @Override
    public String toString() {
        return height + " x " + width + " x " + channels + " "
                + Arrays.toString(Arrays.copyOf(values, Math.min(4, elements())));
    }
}
