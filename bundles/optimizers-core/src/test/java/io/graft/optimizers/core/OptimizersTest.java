package io.graft.optimizers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.testkit.OptimizerContract;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.StandardRules;
import io.graft.testkit.Tensor;
import io.graft.testkit.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every optimizer keeps the contract and goes where PyTorch's goes. */
class OptimizersTest {
    private static final double[] A = {0.5, -2, 1, 0, 4, -1};
    private static final double[] C = {1, 0.1, 5, 0.01, 2, 20};

    /** An optimizer with its defaults and with other settings, against the paths of pytorch.py. */
    abstract static class Following<S extends Record> extends OptimizerContract<S> {
        private final OptimizerType<S> type;
        private final Map<String, Object[]> paths;

        /** The names of paths with the settings that lead along them. */
        Following(OptimizerType<S> type, Map<String, Object[]> paths) {
            this.type = type;
            this.paths = paths;
        }

        @Override
        protected OptimizerType<S> type() {
            return type;
        }

        @Override
        protected List<S> settings() {
            return List.of(
                    SettingsRecords.of(type.settings()),
                    SettingsRecords.of(type.settings(), "learningRate", "0.05", "l1", "0.01", "l2", "0.02"));
        }

        @Test
        void itGoesWherePyTorchGoes() {
            paths.forEach((name, settings) -> {
                Rule rule =
                        create(SettingsRecords.of(type.settings(), settings)).rule();
                double[] w = {1, -1, 0.5, 3, -2, 0};
                Descent descent = new Descent(rule, w);
                for (int step = 1; step <= 100; step++) {
                    double[] g = new double[w.length];
                    for (int i = 0; i < w.length; i++) g[i] = C[i] * (w[i] - A[i]) + Math.cos(w[i]);
                    w = descent.step(g, rule.learningRate());
                    // numbers in a graph are float32, so 0.999 is 1e-8 off, which 100 steps carry on
                    if (step == 1 || step == 2 || step == 10 || step == 100)
                        assertArrayEquals(
                                PyTorch.numbers(name + " " + step), w, 1e-5, name + " after " + step + " steps");
                }
            });
        }

        @Test
        void theRuleHasTheNumbersAndSlotsThatFusedKernelsLookFor() {
            Rule mine = create(SettingsRecords.of(type.settings())).rule();
            Rule standard = StandardRules.all().stream()
                    .filter(r -> r.name().equals(mine.name()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(standard.hyperParameters(), mine.hyperParameters());
            assertEquals(standard.slots(), mine.slots());
            Map<String, Tensor> given = new HashMap<>();
            given.put(Rule.PARAMETER, Tensor.vector(0.3, -2));
            given.put(Rule.GRADIENT, Tensor.vector(-0.7, 1.1));
            given.put(Rule.RATE, Tensor.scalar(0.03));
            given.put(Rule.STEP, Tensor.scalar(4));
            for (Rule.Slot slot : mine.slots()) given.put(slot.name(), Tensor.vector(0.2, 0.6));
            for (String output : standard.update().outputs().keySet())
                assertArrayEquals(
                        new ReferenceInterpreter(standard.update())
                                .infer(given)
                                .output(output)
                                .data(),
                        new ReferenceInterpreter(mine.update())
                                .infer(given)
                                .output(output)
                                .data(),
                        1e-12,
                        output);
        }
    }

    private static Object[] with(Object... settings) {
        return settings;
    }

    @Nested
    class SgdTest extends Following<Sgd.Settings> {
        SgdTest() {
            super(
                    new Sgd(),
                    Map.of("sgd", with("learningRate", "0.01"), "sgd-l2", with("learningRate", "0.01", "l2", "0.1")));
        }
    }

    @Nested
    class MomentumTest extends Following<Momentum.Settings> {
        MomentumTest() {
            super(new Momentum(), Map.of("momentum", with("learningRate", "0.01", "momentum", "0.8")));
        }
    }

    @Nested
    class NesterovTest extends Following<Nesterov.Settings> {
        NesterovTest() {
            super(new Nesterov(), Map.of("nesterov", with("learningRate", "0.01", "momentum", "0.8")));
        }
    }

    @Nested
    class AdagradTest extends Following<Adagrad.Settings> {
        AdagradTest() {
            super(
                    new Adagrad(),
                    Map.of(
                            "adagrad",
                            with("learningRate", "0.05"),
                            "adagrad-accumulator",
                            with("learningRate", "0.05", "initialAccumulator", "0.5")));
        }
    }

    @Nested
    class AdadeltaTest extends Following<Adadelta.Settings> {
        AdadeltaTest() {
            super(new Adadelta(), Map.of("adadelta", with()));
        }
    }

    @Nested
    class RmsPropTest extends Following<RmsProp.Settings> {
        RmsPropTest() {
            super(new RmsProp(), Map.of("rmsprop", with("learningRate", "0.02", "alpha", "0.95", "epsilon", "1e-6")));
        }
    }

    @Nested
    class AdamTest extends Following<Adam.Settings> {
        AdamTest() {
            super(
                    new Adam(),
                    Map.of(
                            "adam", with("learningRate", "0.05"),
                            "adam-betas",
                                    with("learningRate", "0.05", "beta1", "0.8", "beta2", "0.95", "epsilon", "1e-3"),
                            "adam-l2", with("learningRate", "0.05", "l2", "0.1")));
        }

        @Test
        void betasOfOneAreRefused() {
            var e = assertThrows(
                    IllegalArgumentException.class, () -> SettingsRecords.of(Adam.Settings.class, "beta2", "1"));
            assertTrue(e.getMessage().contains("below 1"), e.getMessage());
        }

        @Test
        void aBetaOfZeroIsFine() {
            Rule rule = new Adam()
                    .create(SettingsRecords.of(Adam.Settings.class, "beta1", "0"), new TestContext())
                    .rule();
            assertEquals(1 - 0.001, new Descent(rule, 1).step(new double[] {3}, 0.001)[0], 1e-9);
        }
    }

    @Nested
    class AdamWTest extends Following<AdamW.Settings> {
        AdamWTest() {
            super(new AdamW(), Map.of("adamw", with("learningRate", "0.05", "weightDecay", "0.1")));
        }
    }

    @Nested
    class AmsGradTest extends Following<AmsGrad.Settings> {
        AmsGradTest() {
            super(new AmsGrad(), Map.of("amsgrad", with("learningRate", "0.05", "beta2", "0.9")));
        }
    }

    @Nested
    class NAdamTest extends Following<NAdam.Settings> {
        NAdamTest() {
            super(new NAdam(), Map.of("nadam", with("learningRate", "0.05")));
        }
    }

    @Nested
    class AdaMaxTest extends Following<AdaMax.Settings> {
        AdaMaxTest() {
            super(new AdaMax(), Map.of("adamax", with("learningRate", "0.05")));
        }
    }
}
