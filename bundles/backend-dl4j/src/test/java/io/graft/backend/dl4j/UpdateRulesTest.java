package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused rules against the formulas of the documentation of {@code torch.optim}, computed number by number in double precision. */
class UpdateRulesTest {
    private static final double B1 = 0.9;
    private static final double B2 = 0.999;
    private static final double EPS = 1e-8;

    /** One step for one number: w, g, slots, rate, step; gives the new w and changes the slots. */
    private interface Formula {
        double step(double w, double g, double[] slots, double rate, int t);
    }

    private record Expected(String name, Map<String, Double> numbers, List<Rule.Slot> slots, Formula formula) {
        @Override
        public String toString() {
            return name;
        }

        Rule rule(Graph update) {
            return new Rule(name, numbers, 0.01, 0, 0, slots, update);
        }
    }

    private static List<Rule.Slot> slots(String... names) {
        return Stream.of(names)
                .map(n -> new Rule.Slot(n, n.equals("muProduct") ? 1 : 0))
                .toList();
    }

    static List<Expected> rules() {
        Map<String, Double> adam = Map.of("beta1", B1, "beta2", B2, "epsilon", EPS);
        List<Expected> all = new ArrayList<>();
        all.add(new Expected("sgd", Map.of(), List.of(), (w, g, s, lr, t) -> w - lr * g));
        all.add(new Expected(
                "momentum",
                Map.of("momentum", 0.9),
                slots("velocity"),
                (w, g, s, lr, t) -> w - lr * (s[0] = 0.9 * s[0] + g)));
        all.add(new Expected(
                "nesterov",
                Map.of("momentum", 0.9),
                slots("velocity"),
                (w, g, s, lr, t) -> w - lr * (g + 0.9 * (s[0] = 0.9 * s[0] + g))));
        all.add(new Expected(
                "adagrad",
                Map.of("epsilon", 1e-10),
                slots("sum"),
                (w, g, s, lr, t) -> w - lr * g / (Math.sqrt(s[0] += g * g) + 1e-10)));
        all.add(new Expected(
                "rmsprop",
                Map.of("alpha", 0.99, "epsilon", EPS),
                slots("squareAverage"),
                (w, g, s, lr, t) -> w - lr * g / (Math.sqrt(s[0] = 0.99 * s[0] + 0.01 * g * g) + EPS)));
        all.add(new Expected(
                "adadelta",
                Map.of("rho", 0.9, "epsilon", 1e-6),
                slots("squareAverage", "accumulatedDelta"),
                (w, g, s, lr, t) -> {
                    s[0] = 0.9 * s[0] + 0.1 * g * g;
                    double delta = Math.sqrt(s[1] + 1e-6) / Math.sqrt(s[0] + 1e-6) * g;
                    s[1] = 0.9 * s[1] + 0.1 * delta * delta;
                    return w - lr * delta;
                }));
        all.add(new Expected("adam", adam, slots("m", "v"), (w, g, s, lr, t) -> {
            moments(s, g);
            return w - lr * unbiased1(s, t) / (Math.sqrt(s[1] / (1 - Math.pow(B2, t))) + EPS);
        }));
        all.add(new Expected(
                "adamw",
                Map.of("beta1", B1, "beta2", B2, "epsilon", EPS, "weightDecay", 0.1),
                slots("m", "v"),
                (w, g, s, lr, t) -> {
                    moments(s, g);
                    return w * (1 - lr * 0.1) - lr * unbiased1(s, t) / (Math.sqrt(s[1] / (1 - Math.pow(B2, t))) + EPS);
                }));
        all.add(new Expected("amsgrad", adam, slots("m", "v", "vMax"), (w, g, s, lr, t) -> {
            moments(s, g);
            s[2] = Math.max(s[2], s[1]);
            return w - lr * unbiased1(s, t) / (Math.sqrt(s[2] / (1 - Math.pow(B2, t))) + EPS);
        }));
        all.add(new Expected(
                "nadam",
                Map.of("beta1", B1, "beta2", B2, "epsilon", EPS, "momentumDecay", 0.004),
                slots("m", "v", "muProduct"),
                (w, g, s, lr, t) -> {
                    double mu = B1 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
                    double next = B1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * 0.004));
                    s[2] *= mu;
                    moments(s, g);
                    double moved = next * s[0] / (1 - s[2] * next) + (1 - mu) * g / (1 - s[2]);
                    return w - lr * moved / (Math.sqrt(s[1] / (1 - Math.pow(B2, t))) + EPS);
                }));
        all.add(new Expected("adamax", adam, slots("m", "u"), (w, g, s, lr, t) -> {
            s[0] = B1 * s[0] + (1 - B1) * g;
            s[1] = Math.max(B2 * s[1], Math.abs(g) + EPS);
            return w - lr * unbiased1(s, t) / s[1];
        }));
        return all;
    }

    private static void moments(double[] s, double g) {
        s[0] = B1 * s[0] + (1 - B1) * g;
        s[1] = B2 * s[1] + (1 - B2) * g * g;
    }

    private static double unbiased1(double[] s, int t) {
        return s[0] / (1 - Math.pow(B1, t));
    }

    private static final Graph EMPTY = new GraphBuilder(Map.of()).build();

    @ParameterizedTest
    @MethodSource("rules")
    void fusedKernelsFollowTheFormulas(Expected expected) {
        Rule rule = expected.rule(EMPTY);
        UpdateRule kernel = UpdateRules.of(rule);
        assertFalse(kernel instanceof InterpretedRule);
        int n = 37;
        int k = rule.slots().size();
        float[] w = new float[n];
        float[] g = new float[n];
        float[][] slots = new float[k][n];
        double[] exact = new double[n];
        double[][] exactSlots = new double[n][k];
        Random random = new Random(3);
        for (int i = 0; i < n; i++) {
            exact[i] = w[i] = (float) random.nextGaussian();
            for (int s = 0; s < k; s++)
                exactSlots[i][s] = slots[s][i] = rule.slots().get(s).initial();
        }
        for (int t = 1; t <= 30; t++) {
            double rate = 0.01 / t;
            for (int i = 0; i < n; i++) g[i] = i == 5 ? 0 : (float) (random.nextGaussian() * Math.pow(10, i % 5 - 3));
            kernel.apply(w, g, slots, rate, t);
            for (int i = 0; i < n; i++) {
                exact[i] = expected.formula.step(exact[i], g[i], exactSlots[i], rate, t);
                assertEquals(
                        exact[i],
                        w[i],
                        2e-6 * Math.max(1, Math.abs(exact[i])),
                        rule.name() + " step " + t + ", element " + i);
                for (int s = 0; s < k; s++)
                    assertEquals(
                            exactSlots[i][s],
                            slots[s][i],
                            1e-5 * Math.max(1, Math.abs(exactSlots[i][s])),
                            rule.slots().get(s).name());
            }
        }
    }

    @Test
    void aRuleReadFromItsGraphAgreesWithTheFusedKernel() {
        Expected adam =
                rules().stream().filter(r -> r.name.equals("adam")).findFirst().orElseThrow();
        Rule rule = adam.rule(adamGraph());
        int n = 5000;
        float[][] a = new float[4][n];
        Random random = new Random(9);
        for (int i = 0; i < n; i++) a[0][i] = (float) random.nextGaussian();
        float[][] b = {a[0].clone(), a[1].clone(), a[2].clone(), a[3]};
        InterpretedRule interpreted = new InterpretedRule(rule);
        for (int t = 1; t <= 20; t++) {
            for (int i = 0; i < n; i++) a[3][i] = (float) random.nextGaussian();
            UpdateRules.of(rule).apply(a[0], a[3], new float[][] {a[1], a[2]}, 0.01, t);
            interpreted.apply(b[0], b[3], new float[][] {b[1], b[2]}, 0.01, t);
        }
        for (int i = 0; i < n; i++) {
            assertEquals(a[0][i], b[0][i], 2e-6);
            assertEquals(a[1][i], b[1][i], 2e-6);
            assertEquals(a[2][i], b[2][i], 2e-6);
        }
    }

    private static Graph adamGraph() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Shape n = Shape.of(Dim.named("n"));
        Value w = g.input(Rule.PARAMETER, ElementType.FLOAT, n);
        Value d = g.input(Rule.GRADIENT, ElementType.FLOAT, n);
        Value m = g.input("m", ElementType.FLOAT, n);
        Value v = g.input("v", ElementType.FLOAT, n);
        Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
        Value step = g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
        Value m2 = g.add(g.mul(m, B1), g.mul(d, 1 - B1));
        Value v2 = g.add(g.mul(v, B2), g.mul(g.square(d), 1 - B2));
        Value size = g.div(rate, g.subFrom(1, g.op("Pow", g.constant(B1), step)));
        Value root = g.sqrt(g.div(v2, g.subFrom(1, g.op("Pow", g.constant(B2), step))));
        g.output(Rule.PARAMETER, g.sub(w, g.mul(size, g.div(m2, g.add(root, EPS)))));
        g.output("m", m2);
        g.output("v", v2);
        return g.build();
    }

    @Test
    void momentsThatOnlyDecayStayNormal() {
        UpdateRule kernel = UpdateRules.of(rules().get(6).rule(EMPTY));
        float[] w = {1};
        float[][] slots = {{1e-3f}, {1e-6f}};
        for (int t = 1; t <= 1000; t++) kernel.apply(w, new float[1], slots, 0.001, t);
        assertTrue(slots[0][0] < 1e-29f, "it decays");
        assertTrue(slots[0][0] == 0 || slots[0][0] > 1e-35f, "not a subnormal number for ever: " + slots[0][0]);
        assertTrue(slots[1][0] > 1e-7f);
    }

    @Test
    void aRuleOfAKnownNameButOtherSlotsIsReadFromItsGraph() {
        assertTrue(
                UpdateRules.of(new Rule("adam", Map.of("beta1", B1), 0.01, 0, 0, slots("m"), EMPTY))
                        instanceof InterpretedRule);
    }

    @Test
    void everyElementwiseOperatorCanBeUsedInARule() {
        Stream.of(
                        "Add Sub Mul Div Pow Max Min Sqrt Abs Neg Sign Exp Log Reciprocal Where Greater Less Clip Constant Identity"
                                .split(" "))
                .forEach(type -> assertTrue(ElementFunctions.knows(type), type));
        assertFalse(ElementFunctions.knows("MatMul"));
    }
}
