package io.graft.steps.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.image.ImageBuffer;
import io.graft.api.image.ImageStep;
import io.graft.testkit.TestContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageStepsTest {

    static ImageBuffer image(int height, int width, int channels, float... values) {
        ImageBuffer image = new ImageBuffer();
        float[] v = image.size(height, width, channels);
        for (int i = 0; i < image.elements(); i++) v[i] = values[i % values.length];
        return image;
    }

    static float[] values(ImageBuffer image) {
        return Arrays.copyOf(image.values(), image.elements());
    }

    private static float[] after(ImageStep step, ImageBuffer image) {
        step.apply(image);
        return values(image);
    }

    private static ImageStep resize(int height, int width, Resize.Method method, Resize.Fit fit) {
        return new Resize().create(new Resize.Settings(height, width, method, fit), new TestContext());
    }

    @Test
    void shrinkingTakesTheMeanOfWhatAPlaceCovers() {
        // torch.nn.functional.interpolate(arange(4), size=2, mode='linear', antialias) weighs 3:3:1 and 1:3:3
        float[] y = after(resize(1, 2, Resize.Method.LINEAR, Resize.Fit.STRETCH), image(1, 4, 1, 0, 1, 2, 3));
        assertArrayEquals(new float[] {5 / 7f, 16 / 7f}, y, 1e-6f);
    }

    @Test
    void growingInterpolatesBetweenHalfPixels() {
        // torch.nn.functional.interpolate([0, 1], size=4, mode='linear', align_corners=False)
        float[] y = after(resize(1, 4, Resize.Method.LINEAR, Resize.Fit.STRETCH), image(1, 2, 1, 0, 1));
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1}, y, 1e-6f);
    }

    @Test
    void nearestRepeatsPixels() {
        float[] y = after(resize(2, 4, Resize.Method.NEAREST, Resize.Fit.STRETCH), image(2, 2, 1, 1, 2, 3, 4));
        assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3, 4, 4}, y);
    }

    @Test
    void oneResizerTakesImagesOfAnySizeAndAnEvenOneStaysEven() {
        ImageStep step = resize(3, 5, Resize.Method.LINEAR, Resize.Fit.STRETCH);
        for (int[] size : new int[][] {{7, 2}, {1, 1}, {100, 33}, {3, 5}, {2, 9}}) {
            ImageBuffer image = image(size[0], size[1], 3, 0.5f);
            step.apply(image);
            assertEquals(List.of(3, 5, 3), List.of(image.height(), image.width(), image.channels()));
            for (float v : values(image)) assertEquals(0.5f, v, 1e-6f);
        }
    }

    @Test
    void croppingToFitKeepsTheMiddle() {
        float[] y = after(resize(1, 1, Resize.Method.LINEAR, Resize.Fit.CROP), image(1, 3, 2, 0, 9, 0));
        assertArrayEquals(new float[] {9, 9}, y);
        assertEquals(
                new DataType.Image(1, 2, 3),
                new Resize()
                        .gives(
                                new Resize.Settings(1, 2, Resize.Method.LINEAR, Resize.Fit.CROP),
                                new DataType.Image(0, 0, 3)));
    }

    @Test
    void cropKeepsTheMiddleAndSaysWhatIsTooSmall() {
        Crop.Settings settings = new Crop.Settings(1, 2);
        ImageStep step = new Crop().create(settings, new TestContext());
        assertArrayEquals(new float[] {5, 6}, after(step, image(3, 4, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));
        PipelineException small = assertThrows(PipelineException.class, () -> step.apply(image(1, 1, 1, 0)));
        assertTrue(small.getMessage().contains("too small to crop 1 x 2"), small.getMessage());
        assertThrows(PipelineException.class, () -> new Crop().gives(settings, new DataType.Image(9, 1, 1)));
    }

    @Test
    void grayscaleIsTheBrightness() {
        ImageStep step = new Grayscale().create(new NoSettings(), new TestContext());
        assertArrayEquals(new float[] {0.299f}, after(step, image(1, 1, 3, 1, 0, 0)), 1e-6f);
        assertArrayEquals(new float[] {0.7f}, after(step, image(1, 1, 1, 0.7f)), 1e-6f);
    }

    @Test
    void normalizeLearnsMeanAndDeviationOfEachPlane() {
        NormalizeImage type = new NormalizeImage();
        NormalizeImage.Settings learn = new NormalizeImage.Settings(List.of(), List.of());
        var lesson = type.learn(learn, new TestContext());
        lesson.see(image(1, 2, 2, 1, 3, 5, 5));
        lesson.see(image(1, 1, 2, 5, 5));
        assertEquals("mean 3.0 5.0\ndeviation 1.6329932 1.0\n", lesson.state());
        ImageStep step = type.create(learn, new TestContext().with(lesson.state()));
        assertArrayEquals(new float[] {(float) -Math.sqrt(1.5), 2}, after(step, image(1, 1, 2, 1, 7)), 1e-6f);
        PipelineException grey = assertThrows(PipelineException.class, () -> step.apply(image(1, 1, 1, 1)));
        assertTrue(grey.getMessage().contains("1 planes where others had 2"), grey.getMessage());
    }

    @Test
    void normalizeTakesNumbersOfTheSettingsAndSaysWhenTheyDoNotFit() {
        NormalizeImage type = new NormalizeImage();
        NormalizeImage.Settings given = new NormalizeImage.Settings(List.of(0.5f), List.of(0.25f));
        assertArrayEquals(new float[] {2}, after(type.create(given, new TestContext()), image(1, 1, 1, 1)), 1e-6f);
        assertThrows(PipelineException.class, () -> type.gives(given, new DataType.Image(1, 1, 3)));
        assertThrows(IllegalArgumentException.class, () -> new NormalizeImage.Settings(List.of(0.5f), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new NormalizeImage.Settings(List.of(0.5f), List.of(0f)));
    }
}
