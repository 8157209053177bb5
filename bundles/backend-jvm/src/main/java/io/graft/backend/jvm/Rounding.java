package io.graft.backend.jvm;

/** a · b + c, in one rounding where the processor has an instruction for it. */
final class Rounding {
    /** Without the instruction, {@link Math#fma} is exact arithmetic in software, a thousand times slower. */
    static final boolean FUSED = measured();

    private Rounding() {}

    static float multiplyAdd(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    private static boolean measured() {
        double best = Double.MAX_VALUE;
        float sum = 0;
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) sum = Math.fma(sum, 0.5f, 1.25f);
            best = Math.min(best, (System.nanoTime() - start) / 100.0);
        }
        return best < 150 && sum > 0;
    }
}
