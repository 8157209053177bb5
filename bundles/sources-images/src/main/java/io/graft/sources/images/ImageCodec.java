package io.graft.sources.images;

import io.graft.api.image.ImageBuffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Makes pixels of PNG and JPEG files, by the decoders of the JDK.
 *
 * <p>The size is looked at before anything is decoded. Opacity is laid over black.
 *
 * <p><b>Threading.</b> For one thread.
 */
final class ImageCodec {
    /** As many as the largest cameras have; an image that claims more is no honest one. */
    private static final long MOST_PIXELS = 200_000_000;

    private final Colours colours;
    private final int largest;
    private int[] pixels = new int[0];

    /**
     * Makes one.
     *
     * @param largest of an image with a longer side, every second, third … row and column is read until it is no longer
     */
    ImageCodec(Colours colours, int largest) {
        this.colours = colours;
        this.largest = largest;
    }

    void decode(byte[] bytes, int from, int length, ImageBuffer into) throws IOException {
        String format = format(bytes, from, length);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext())
            throw new IOException("is a " + format + ", which this Java cannot read (java.desktop is missing)");
        ImageReader reader = readers.next();
        BufferedImage image;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, from, length))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS)
                throw new TooLarge("says it is " + height + " x " + width + ", more than " + MOST_PIXELS + " pixels");
            ImageReadParam param = reader.getDefaultReadParam();
            int every = (Math.max(width, height) + largest - 1) / largest;
            param.setSourceSubsampling(every, every, 0, 0);
            image = reader.read(0, param);
        } catch (TooLarge e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the decoders throw either on broken files
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException("is a broken " + format + ": " + why.strip().replaceAll("[.!]+$", ""), e);
        } finally {
            reader.dispose();
        }
        write(image, into);
    }

    /** An image that is not to be decoded at all. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String what) {
            super(what);
        }
    }

    private static String format(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) throw new IOException("is empty");
        if (length > 3 && (bytes[from] & 0xff) == 0xff && (bytes[from + 1] & 0xff) == 0xd8) return "JPEG";
        if (length > 8 && (bytes[from] & 0xff) == 0x89 && bytes[from + 1] == 'P' && bytes[from + 2] == 'N')
            return "PNG";
        throw new IOException("is no PNG and no JPEG");
    }

    private void write(BufferedImage image, ImageBuffer into) {
        int width = image.getWidth();
        int height = image.getHeight();
        int count = width * height;
        if (pixels.length < count) pixels = new int[count];
        image.getRGB(0, 0, width, height, pixels, 0, width);
        if (image.getColorModel().hasAlpha()) for (int i = 0; i < count; i++) pixels[i] = overBlack(pixels[i]);
        colours.write(pixels, count, into.size(height, width, colours.channels));
    }

    private static int overBlack(int argb) {
        int alpha = argb >>> 24;
        return (argb >> 16 & 0xff) * alpha / 255 << 16
                | (argb >> 8 & 0xff) * alpha / 255 << 8
                | (argb & 0xff) * alpha / 255;
    }
}
