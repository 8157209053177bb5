package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Place;
import io.graft.api.graph.Shape;
import io.graft.api.model.Rule;
import io.graft.testkit.StandardRules;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LazyTableTest {
    private static final int ROWS = 23;
    private static final int WIDTH = 5;
    private static final List<String> LAZY =
            List.of("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "amsgrad");

    private static Variable variable() {
        return new Variable(
                new Parameter("table", Shape.of(ROWS, WIDTH), Initializer.normal(0, 1), true, Place.NONE), 7);
    }

    private static float[][] slots(Rule rule) {
        float[][] slots = new float[rule.slots().size()][ROWS * WIDTH];
        for (int s = 0; s < slots.length; s++)
            Arrays.fill(slots[s], rule.slots().get(s).initial());
        return slots;
    }

    @TestFactory
    Stream<DynamicTest> rowsThatWereLeftBehindBecomeWhatVisitingThemAlwaysGives() {
        return StandardRules.all().stream()
                .filter(r -> LAZY.contains(r.name()))
                .map(rule -> dynamicTest(rule.name(), () -> agrees(rule)));
    }

    private static void agrees(Rule rule) {
        UpdateRule fused = UpdateRules.of(rule);
        Variable lazily = variable();
        float[][] lazySlots = slots(rule);
        LazyTable table = new LazyTable(lazily, lazySlots, fused, false);
        assertTrue(table.lazy());
        float[] always = variable().values();
        float[][] alwaysSlots = slots(rule);
        float[] gradient = new float[ROWS * WIDTH];
        Random random = new Random(3);
        // more steps than a table remembers, and some rows that are never touched
        for (int step = 1; step <= 2500; step++) {
            Arrays.fill(gradient, 0);
            for (int i = 0; i < random.nextInt(4); i++) {
                int row = (int) (random.nextDouble() * random.nextDouble() * (ROWS - 3));
                table.prepare(row);
                table.touch(row);
                int at = row * WIDTH + random.nextInt(WIDTH);
                table.gradient()[at] = gradient[at] = (float) random.nextGaussian();
            }
            UpdateRule.Move move = fused.at(0.01 / (1 + step % 7), step);
            table.update(move);
            move.apply(always, gradient, alwaysSlots, 0, always.length);
            if (step % 400 != 0) continue;
            table.settle();
            assertArrayEquals(always, lazily.values(), "table after " + step);
            for (int s = 0; s < lazySlots.length; s++) assertArrayEquals(alwaysSlots[s], lazySlots[s], "slot " + s);
        }
    }

    @Test
    void rulesThatMoveWhatHasNoGradientVisitEveryRow() {
        for (Rule rule : StandardRules.all())
            if (!LAZY.contains(rule.name()))
                assertFalse(new LazyTable(variable(), slots(rule), UpdateRules.of(rule), false).lazy(), rule.name());
    }

    @Test
    void weightsThatAreHeldDownAreVisitedInEveryStep() {
        Rule sgd = StandardRules.sgd();
        assertFalse(new LazyTable(variable(), slots(sgd), UpdateRules.of(sgd), true).lazy());
    }
}
