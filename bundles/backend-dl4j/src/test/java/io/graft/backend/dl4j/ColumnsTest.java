package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class ColumnsTest {
    private static final Random RANDOM = new Random(17);

    private static int from(int least, int most) {
        return least + RANDOM.nextInt(most - least + 1);
    }

    /** Any window that stops at one place or more. */
    private static Window window() {
        while (true) {
            int[] w = {
                from(1, 6),
                from(1, 6),
                from(1, 3),
                from(1, 3),
                from(1, 3),
                from(1, 3),
                from(1, 2),
                from(1, 2),
                from(0, 2),
                from(0, 2)
            };
            int down = w[0] + w[8] + from(0, 2) - (w[2] - 1) * w[6] - 1;
            int right = w[1] + w[9] + from(0, 2) - (w[3] - 1) * w[7] - 1;
            if (down >= 0 && right >= 0)
                return new Window(
                        w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], down / w[4] + 1, right / w[5] + 1);
        }
    }

    private static float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = from(1, 9);
        return x;
    }

    @RepeatedTest(200)
    void everyColumnHoldsWhatTheWindowSeesAndGoesBackToWhereItCameFrom() {
        Window w = window();
        int channels = from(1, 3);
        Columns columns = new Columns(w, channels);
        float[] image = numbers(2 + channels * w.plane());
        float[] seen = numbers(columns.size());
        columns.gather(image, 2, seen);
        float[] weights = numbers(columns.size());
        float[] expectedBack = new float[image.length];
        int at = 0;
        for (int c = 0; c < channels; c++)
            for (int a = 0; a < w.kernelHeight(); a++)
                for (int b = 0; b < w.kernelWidth(); b++)
                    for (int d = 0; d < w.placesDown(); d++)
                        for (int r = 0; r < w.placesRight(); r++, at++) {
                            int line = d * w.strideDown() + a * w.dilationDown() - w.top();
                            int column = r * w.strideRight() + b * w.dilationRight() - w.left();
                            boolean inside = line >= 0 && line < w.height() && column >= 0 && column < w.width();
                            int place = 2 + (c * w.height() + line) * w.width() + column;
                            assertEquals(inside ? image[place] : 0, seen[at], w + " at " + at);
                            if (inside) expectedBack[place] += weights[at];
                        }
        float[] back = new float[image.length];
        columns.scatter(weights, back, 2);
        for (int i = 0; i < back.length; i++) assertEquals(expectedBack[i], back[i], w + " back at " + i);
    }
}
