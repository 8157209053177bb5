package io.graft.layers.convolution;

/**
 * A size along each axis that windows move along: one number for all, or height and width, written {@code 3x5}.
 *
 * @param height along the first axis; of a sequence, its length
 * @param width along the second
 */
public record Size(int height, int width) {
    /** Checks both. */
    public Size {
        if (height < 1 || width < 1)
            throw new IllegalArgumentException("a size is 1 or more, but " + height + "x" + width + " was given");
    }

    /** Reads {@code "3"} or {@code "3x5"}. */
    public static Size parse(String text) {
        String[] sides = text.strip().split("x", -1);
        try {
            int height = Integer.parseInt(sides[0].strip());
            if (sides.length == 1) return new Size(height, height);
            if (sides.length == 2) return new Size(height, Integer.parseInt(sides[1].strip()));
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no size; write a whole number, or height and width, e.g. 3x5");
    }

    @Override
    public String toString() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}
