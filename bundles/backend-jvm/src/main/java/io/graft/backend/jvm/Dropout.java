package io.graft.backend.jvm;

import io.graft.api.graph.CounterRandom;
import java.util.List;
import java.util.Map;

/** Multiplies with the mask that the seed, the operator and the step give; in use it is nothing. */
final class Dropout {
    private Dropout() {}

    static void register(Map<String, Lowering> table) {
        table.put("Dropout", Dropout::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        if (!t.training()) return Lowered.constant(x);
        Tensor mask = t.floats(x.shape);
        float ratio = n.operator().number("ratio", 0.5f);
        String name = n.operator().output();
        t.run(
                List.of(),
                List.of(mask),
                rows -> CounterRandom.dropoutMask(
                        t.moment().seed, name, t.moment().step, ratio, mask.floats(), mask.extent.at(rows)));
        return new Lowered(
                t.binary(BinaryFunctions.MUL, x, mask),
                (dy, to) -> to.add(0, () -> t.binary(BinaryFunctions.MUL, dy, mask)));
    }
}
