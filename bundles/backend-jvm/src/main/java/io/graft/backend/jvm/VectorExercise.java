package io.graft.backend.jvm;

import java.util.Arrays;

/** Small computations with every kernel of the Vector API, and the question whether they are faster than in plain Java by now. */
final class VectorExercise {
    private static final int M = 15;
    private static final int N = 7 * VectorTiles.L + 3;
    private static final int K = 24;
    private static final int PROBE = 256;
    private static final int[] OFFSETS = {0, 40, 80, 200, 240};

    private final Product vectorProduct = new VectorProduct();
    private final Product plainProduct = new PlainProduct();
    private final Rows vectorRows = new VectorRows();
    private final Functions vectorFunctions = new VectorFunctions();
    private final Functions plainFunctions = new PlainFunctions();
    private final float[] a = numbers(PROBE * 64);
    private final float[] b = numbers(PROBE * 64);
    private final float[] c = new float[PROBE * 64];
    private final float[] d = new float[PROBE * 64];
    private final SequenceExercise sequences = new SequenceExercise(a);
    private final Cells vectorCells = new VectorCells();
    private final Cells plainCells = new PlainCells();
    private final Lines vectorLines = new VectorLines();
    private final Lines plainLines = new PlainLines();
    private int runs;
    private int successes;

    private static float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = (i * 7919 % 1000) / 250f - 2;
        return x;
    }

    /** Exercises a little; true when all kernels have become faster than the plain ones. */
    boolean run() {
        int turn = runs++;
        boolean ta = (turn & 1) != 0;
        boolean tb = (turn & 2) != 0;
        boolean add = (turn & 4) != 0;
        int m = (turn & 8) != 0 ? M : M + 32;
        vectorProduct.multiply(ta, tb, m, N, K, a, 0, ta ? m : K, b, 0, tb ? K : N, c, 0, N, add);
        vectorRows.addScaled(N, 0.5f, a, 0, c, 0);
        vectorRows.greatest(2 * Rows.WHOLE, a, turn % 8, OFFSETS, OFFSETS.length, c, 0, add ? d : null, 0);
        vectorRows.weigh(5 * VectorTiles.L + 3, 1, 1 + turn % 4, b, OFFSETS, a, 0, d, 0);
        vectorRows.copy(5, ta ? 5 : 40, a, 0, 28, c, 0, ta ? 5 : 40);
        vectorRows.add(5, ta ? 5 : 40, a, 0, 40, c, 0, 28);
        functions(vectorFunctions, c, N);
        sequences.run(vectorCells, vectorLines);
        if (turn % 64 != 63) return false;
        successes = fast() ? successes + 1 : 0;
        return successes == 2;
    }

    private void functions(Functions f, float[] into, int n) {
        f.exp(a, into, 0, n);
        f.sigmoid(a, into, 0, n);
        f.tanh(a, into, 0, n);
        f.normal(a, into, 0, n);
    }

    /** Not asked before a call of each kernel is quick at all, as a cold probe would take a second. */
    private boolean fast() {
        long start = System.nanoTime();
        for (int i = 0; i < 4; i++) vectorProduct.multiply(false, false, 8, N, K, a, 0, K, b, 0, N, c, 0, N, false);
        functions(vectorFunctions, c, N);
        if (System.nanoTime() - start > 200_000) return false;
        long vectors = Long.MAX_VALUE;
        long plain = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            vectors = Math.min(vectors, time(vectorProduct));
            plain = Math.min(plain, time(plainProduct));
        }
        return vectors < plain && functionsAreFast() && sequencesAreFast();
    }

    private boolean sequencesAreFast() {
        long vectors = Long.MAX_VALUE;
        long plain = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            vectors = Math.min(vectors, time(vectorCells, vectorLines));
            plain = Math.min(plain, time(plainCells, plainLines));
        }
        return vectors < plain;
    }

    private long time(Cells cells, Lines lines) {
        long start = System.nanoTime();
        sequences.run(cells, lines);
        return System.nanoTime() - start;
    }

    private boolean functionsAreFast() {
        long vectors = Long.MAX_VALUE;
        long plain = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            vectors = Math.min(vectors, time(vectorFunctions));
            plain = Math.min(plain, time(plainFunctions));
        }
        return vectors < plain;
    }

    private long time(Functions f) {
        long start = System.nanoTime();
        functions(f, c, PROBE);
        return System.nanoTime() - start;
    }

    private long time(Product product) {
        long start = System.nanoTime();
        product.multiply(false, false, 16, PROBE, 64, a, 0, 64, b, 0, PROBE, c, 0, PROBE, false);
        return System.nanoTime() - start;
    }

    /** Whether the kernels do what they are trusted to do. */
    boolean sameBits() {
        vectorProduct.multiply(false, true, M, N, K, a, 0, K, b, 0, K, c, 0, N, false);
        plainProduct.multiply(false, true, M, N, K, a, 0, K, b, 0, K, d, 0, N, false);
        boolean products = Arrays.equals(c, 0, M * N, d, 0, M * N);
        functions(vectorFunctions, c, N);
        functions(plainFunctions, d, N);
        boolean same = products && Arrays.equals(c, 0, N, d, 0, N);
        float[] vectors = sequences.run(vectorCells, vectorLines).clone();
        return same && Arrays.equals(vectors, sequences.run(plainCells, plainLines));
    }
}
