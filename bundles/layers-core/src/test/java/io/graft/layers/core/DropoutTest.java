package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.testkit.BuiltLayer;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropoutTest extends SampledLayerContract<Dropout.Settings> {
    DropoutTest() {
        super(new Dropout(), NUMBERS, SEQUENCE);
        sample(NUMBERS, "rate", "0");
    }

    @Test
    void whileTrainingItZeroesSomeAndScalesTheOthers() {
        BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new Dropout(), "rate", "0.25"), 1000);
        double[] ones = new double[1000];
        java.util.Arrays.fill(ones, 1);
        double[] y = new ReferenceInterpreter(built.graph())
                .train(Map.of("x", Tensor.of(new int[] {1, 1000}, ones)), 1, 0)
                .output("out")
                .data();
        int dropped = 0;
        for (double d : y) {
            if (d == 0) dropped++;
            else assertEquals(1 / 0.75, d, 1e-6);
        }
        assertTrue(dropped > 200 && dropped < 300, "dropped " + dropped + " of 1000 at a rate of 0.25");
    }

    @Test
    void aRateOfOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Dropout.Settings.class, "rate", "1"));
    }
}
