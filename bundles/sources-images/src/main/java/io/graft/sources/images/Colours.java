package io.graft.sources.images;

/** Which planes an image gets. */
public enum Colours {
    /** Three: red, green, blue. */
    RGB(3),
    /** One: the brightness, 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). */
    GREY(1);

    final int channels;

    Colours(int channels) {
        this.channels = channels;
    }

    /** Writes pixels of 0xRRGGBB, row by row, as planes. */
    void write(int[] pixels, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            int red = pixels[i] >> 16 & 0xff;
            int green = pixels[i] >> 8 & 0xff;
            int blue = pixels[i] & 0xff;
            if (this == GREY) into[i] = (0.299f * red + 0.587f * green + 0.114f * blue) / 255f;
            else {
                into[i] = red / 255f;
                into[count + i] = green / 255f;
                into[2 * count + i] = blue / 255f;
            }
        }
    }
}
