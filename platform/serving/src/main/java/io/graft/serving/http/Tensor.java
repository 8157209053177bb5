package io.graft.serving.http;

import java.util.Arrays;

/** An input of a request, as it was sent: what it holds shows only when all of it has been read. */
final class Tensor {
    /** The most axes, and the most lists in one another. */
    static final int MAX_RANK = 8;

    String name;
    String datatype;
    long[] shape;
    /** The number of bytes after the JSON, or -1 when the data stand in the JSON. */
    long binarySize = -1;
    /** Of a sound, samples a second; 0 when it is not said. */
    int sampleRate;

    String[] texts = new String[4];
    float[] numbers = new float[0];
    int textCount;
    int numberCount;
    boolean booleans;
    boolean hasData;

    /** How deep the lists of the data stood in one another. */
    int depth;
    /** How long the lists were, by depth. */
    final long[] lengths = new long[MAX_RANK];

    void add(String text) {
        if (textCount == texts.length) texts = Arrays.copyOf(texts, 2 * textCount);
        texts[textCount++] = text;
    }

    void add(float number) {
        if (numberCount == numbers.length) numbers = Arrays.copyOf(numbers, Math.max(16, 2 * numberCount));
        numbers[numberCount++] = number;
    }

    /** The number of values by the shape; -1 when that is more than any request can hold. */
    long volume() {
        long volume = 1;
        for (long n : shape) {
            if (n > Integer.MAX_VALUE) return -1;
            volume *= n;
            if (volume > Integer.MAX_VALUE) return -1;
        }
        return volume;
    }

    /** The shape as it is written in JSON. */
    static String written(long[] shape) {
        return Arrays.toString(shape).replace(" ", "");
    }
}
