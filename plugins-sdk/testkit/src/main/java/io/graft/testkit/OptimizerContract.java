package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.testkit.ReferenceInterpreter.Evaluation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every optimizer does.
 *
 * @param <S> the settings of the optimizer
 */
public abstract class OptimizerContract<S extends Record> extends ComponentContract<S, Optimizer> {

    @Override
    protected abstract OptimizerType<S> type();

    /** A rule at work on one parameter, by its graph form. */
    protected static final class Descent {
        private final Rule rule;
        private final Map<String, Tensor> slots = new HashMap<>();
        private Tensor parameter;
        private int step;

        /** Begins at a point. */
        public Descent(Rule rule, double... parameter) {
            this.rule = rule;
            this.parameter = Tensor.vector(parameter.clone());
            for (Rule.Slot slot : rule.slots()) {
                double[] begin = new double[parameter.length];
                Arrays.fill(begin, slot.initial());
                slots.put(slot.name(), Tensor.vector(begin));
            }
        }

        /** Makes a step along a gradient and says where it leads. L1 and L2 are added to the gradient, as a backend does. */
        public double[] step(double[] gradient, double rate) {
            double[] g = gradient.clone();
            for (int i = 0; i < g.length; i++)
                g[i] += rule.l2() * parameter.data()[i]
                        + rule.l1() * Math.signum(parameter.data()[i]);
            Map<String, Tensor> given = new HashMap<>(slots);
            given.put(Rule.PARAMETER, parameter);
            given.put(Rule.GRADIENT, Tensor.vector(g));
            given.put(Rule.RATE, Tensor.scalar(rate));
            given.put(Rule.STEP, Tensor.scalar(++step));
            Evaluation update = new ReferenceInterpreter(rule.update()).infer(given);
            parameter = update.output(Rule.PARAMETER);
            for (Rule.Slot slot : rule.slots()) slots.put(slot.name(), update.output(slot.name()));
            return parameter.data();
        }
    }

    @Test
    void theRuleIsAlwaysTheSameObject() {
        for (S settings : settings()) {
            Optimizer optimizer = create(settings);
            assertSame(optimizer.rule(), optimizer.rule());
            assertEquals(optimizer.rule(), create(settings).rule());
        }
    }

    @Test
    void theUpdateTakesAndGivesWhatTheRuleSays() {
        for (S settings : settings()) {
            Rule rule = create(settings).rule();
            Set<String> slots =
                    new HashSet<>(rule.slots().stream().map(Rule.Slot::name).toList());
            assertEquals(rule.slots().size(), slots.size(), "slots of one name");
            Set<String> inputs = new HashSet<>(List.of(Rule.PARAMETER, Rule.GRADIENT, Rule.RATE, Rule.STEP));
            inputs.addAll(slots);
            Set<String> outputs = new HashSet<>(slots);
            outputs.add(Rule.PARAMETER);
            assertEquals(
                    inputs,
                    new HashSet<>(
                            rule.update().inputs().stream().map(Value::name).toList()));
            assertEquals(outputs, rule.update().outputs().keySet());
            assertTrue(rule.update().parameters().isEmpty(), "an update graph has no parameters");
            for (Value in : rule.update().inputs()) {
                boolean scalar = in.name().equals(Rule.RATE) || in.name().equals(Rule.STEP);
                assertEquals(ElementType.FLOAT, in.type(), in.name());
                assertEquals(scalar ? 0 : 1, in.shape().rank(), in.name());
            }
            Shape n = rule.update().value(Rule.PARAMETER).shape();
            rule.update()
                    .outputs()
                    .forEach((name, value) -> assertEquals(n, value.shape(), "the shape of the output " + name));
        }
    }

    @Test
    void elementsDoNotDependOnEachOther() {
        for (S settings : settings()) {
            Rule rule = create(settings).rule();
            Descent both = new Descent(rule, 0.5, -2);
            Descent first = new Descent(rule, 0.5);
            Descent second = new Descent(rule, -2);
            for (int step = 1; step <= 5; step++) {
                double[] g = {Math.sin(step), 3 * Math.cos(step)};
                double[] together = both.step(g, 0.1);
                double[] apart = {first.step(new double[] {g[0]}, 0.1)[0], second.step(new double[] {g[1]}, 0.1)[0]};
                assertArrayEquals(apart, together, 1e-12, settings.toString());
            }
        }
    }

    @Test
    void itFindsTheBottomOfABowl() {
        for (S settings : settings()) {
            Rule rule = create(settings).rule();
            Descent descent = new Descent(rule, 1, -1.5);
            double[] w = {1, -1.5};
            double before = w[0] * w[0] + 2 * w[1] * w[1];
            for (int step = 0; step < 500; step++)
                w = descent.step(new double[] {2 * w[0], 4 * w[1]}, rule.learningRate())
                        .clone();
            double after = w[0] * w[0] + 2 * w[1] * w[1];
            assertTrue(after < before, settings + ": " + before + " became " + after);
        }
    }

    @Test
    void withoutAGradientNumbersStayFinite() {
        for (S settings : settings()) {
            Descent descent = new Descent(create(settings).rule(), 1, 0);
            for (int step = 0; step < 3; step++)
                for (double w : descent.step(new double[] {0, 0}, 0.1))
                    assertTrue(Double.isFinite(w), settings + " gives " + w);
        }
    }

    @Test
    void aRateOfZeroMovesNothing() {
        for (S settings : settings())
            assertArrayEquals(
                    new double[] {1, -2},
                    new Descent(create(settings).rule(), 1, -2).step(new double[] {0.3, 0.4}, 0),
                    settings.toString());
    }
}
