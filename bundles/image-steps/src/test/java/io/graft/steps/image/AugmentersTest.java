package io.graft.steps.image;

import static io.graft.steps.image.ImageStepsTest.image;
import static io.graft.steps.image.ImageStepsTest.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.augment.Augmenter;
import io.graft.api.augment.BatchAugmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.image.ImageBuffer;
import io.graft.testkit.TestContext;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentersTest {
    private static final TestContext CONTEXT = new TestContext();

    private static ImageBuffer picture() {
        return image(2, 3, 1, 1, 2, 3, 4, 5, 6);
    }

    private static float[] after(Augmenter augmenter, ImageBuffer image, long seed) {
        ((ImageAugmenter) augmenter).augment(image, new Random(seed));
        return values(image);
    }

    static List<Augmenter> all() {
        return List.of(
                new Flip().create(new Flip.Settings(0.5, 0.5), CONTEXT),
                new RandomCrop().create(new RandomCrop.Settings(2), CONTEXT),
                new Rotate().create(new Rotate.Settings(30), CONTEXT),
                new Colour().create(new Colour.Settings(0.3, 0.3, 0.3), CONTEXT),
                new Cutout().create(new Cutout.Settings(2), CONTEXT));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameChanceGivesTheSameImageAndTheSizeStays(Augmenter augmenter) {
        for (int seed = 0; seed < 50; seed++) {
            ImageBuffer one = image(5, 4, 3, 0.1f, 0.9f, 0.4f, 0.2f);
            ImageBuffer two = image(5, 4, 3, 0.1f, 0.9f, 0.4f, 0.2f);
            assertArrayEquals(after(augmenter, one, seed), after(augmenter, two, seed), "seed " + seed);
            assertEquals(List.of(5, 4, 3), List.of(one.height(), one.width(), one.channels()));
        }
    }

    @Test
    void flipMirrorsTheShareThatIsAskedFor() {
        assertArrayEquals(
                new float[] {3, 2, 1, 6, 5, 4},
                after(new Flip().create(new Flip.Settings(1, 0), CONTEXT), picture(), 1));
        assertArrayEquals(
                new float[] {4, 5, 6, 1, 2, 3},
                after(new Flip().create(new Flip.Settings(0, 1), CONTEXT), picture(), 1));
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                after(new Flip().create(new Flip.Settings(0, 0), CONTEXT), picture(), 1));
    }

    @Test
    void randomCropMovesTheImageByAllStepsAlike() {
        Augmenter crop = new RandomCrop().create(new RandomCrop.Settings(1), CONTEXT);
        Random random = new Random(3);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 900; i++) {
            ImageBuffer image = image(3, 3, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0);
            ((ImageAugmenter) crop).augment(image, random);
            for (int at = 0; at < 9; at++) if (image.values()[at] == 1) seen.merge("at " + at, 1, Integer::sum);
        }
        assertEquals(9, seen.size(), seen::toString);
        assertTrue(seen.values().stream().allMatch(n -> n > 60 && n < 140), seen::toString);
    }

    @Test
    void rotateByNothingLeavesTheImageAndByAHalfTurnTurnsIt() {
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                after(new Rotate().create(new Rotate.Settings(0), CONTEXT), picture(), 1),
                1e-5f);
        Augmenter half = new Rotate().create(new Rotate.Settings(180), CONTEXT);
        ImageBuffer image = picture();
        ((ImageAugmenter) half).augment(image, new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return 1;
            }
        });
        assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, values(image), 1e-5f);
    }

    @Test
    void colourStaysBetweenNothingAndOneAndWithoutSettingsChangesNothing() {
        Augmenter none = new Colour().create(new Colour.Settings(0, 0, 0), CONTEXT);
        assertArrayEquals(new float[] {0.1f, 0.9f, 0.5f}, after(none, image(1, 1, 3, 0.1f, 0.9f, 0.5f), 1), 1e-6f);
        Augmenter much = new Colour().create(new Colour.Settings(1, 1, 1), CONTEXT);
        for (int seed = 0; seed < 100; seed++)
            for (float v : after(much, image(2, 2, 3, 0, 0.3f, 1), seed))
                assertTrue(v >= 0 && v <= 1, "seed " + seed + ": " + v);
    }

    @Test
    void cutoutBlackensASquare() {
        float[] v = after(new Cutout().create(new Cutout.Settings(2), CONTEXT), image(10, 10, 2, 1), 4);
        int black = 0;
        for (float x : v) if (x == 0) black++;
        assertTrue(black > 0 && black <= 8, black + " are black");
        assertEquals(0, black % 2, "both planes alike");
    }

    @Test
    void mixupMixesRowsAndTargetsByOneShareAndKeepsSums() {
        Batch batch = new Batch(
                List.of(
                        new Value("x", ElementType.FLOAT, Shape.batch(2)),
                        new Value("target", ElementType.FLOAT, Shape.batch(3))),
                3);
        BatchAugmenter mixup = (BatchAugmenter) new Mixup().create(new Mixup.Settings(1), CONTEXT);
        boolean mixed = false;
        for (int seed = 0; seed < 20; seed++) {
            batch.rows(3);
            for (int r = 0; r < 3; r++) {
                batch.floats(0)[2 * r] = r;
                batch.floats(0)[2 * r + 1] = 10 * r;
                for (int c = 0; c < 3; c++) batch.floats(1)[3 * r + c] = r == c ? 1 : 0;
            }
            mixup.augment(batch, 0, 1, new Random(seed));
            for (int r = 0; r < 3; r++) {
                float[] t = batch.floats(1);
                float is = t[3 * r + 1] + 2 * t[3 * r + 2]; // a row's number is the mean of its targets' classes
                assertEquals(is, batch.floats(0)[2 * r], 1e-5f, "seed " + seed);
                assertEquals(10 * is, batch.floats(0)[2 * r + 1], 1e-4f, "seed " + seed);
                assertEquals(1, t[3 * r] + t[3 * r + 1] + t[3 * r + 2], 1e-6f);
                mixed |= t[3 * r + r] < 0.99f;
            }
        }
        assertTrue(mixed, "nothing was mixed");
    }
}
