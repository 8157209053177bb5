package io.graft.backend.jvm;

import java.util.Map;

/** x, or slope · x where x is below 0 (He et al., 2015); the slope is broadcast. */
final class PRelu {
    private static final BinaryFunctions.Binary VALUE = new BinaryFunctions.Any((x, slope) -> x < 0 ? slope * x : x);
    private static final BinaryFunctions.Binary OF_X = new BinaryFunctions.Any((x, slope) -> x < 0 ? slope : 1);
    private static final BinaryFunctions.Binary OF_SLOPE = new BinaryFunctions.Any((x, dy) -> x < 0 ? x * dy : 0);

    private PRelu() {}

    static void register(Map<String, Lowering> table) {
        table.put("PRelu", PRelu::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        Tensor slope = t.in(n, 1);
        return new Lowered(t.binary(VALUE, x, slope), (dy, to) -> {
            to.add(0, () -> t.binary(BinaryFunctions.MUL, dy, t.binary(OF_X, x, slope)));
            to.add(1, () -> t.sumTo(t.binary(OF_SLOPE, x, dy), slope.shape));
        });
    }
}
