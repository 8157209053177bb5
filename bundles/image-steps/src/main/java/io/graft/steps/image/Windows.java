package io.graft.steps.image;

import io.graft.api.image.ImageBuffer;

/** Cuts windows out of images. */
final class Windows {
    private Windows() {}

    /** Keeps a window that lies within the image; its pixels move to the front of the same array. */
    static void cut(ImageBuffer image, int top, int left, int height, int width) {
        if (image.height() == height && image.width() == width) return;
        float[] v = image.values();
        int to = 0;
        for (int c = 0; c < image.channels(); c++)
            for (int y = 0; y < height; y++, to += width)
                System.arraycopy(v, (c * image.height() + top + y) * image.width() + left, v, to, width);
        image.size(height, width, image.channels());
    }
}
