package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;

/** {@code x Φ(x)}, with Φ(x) = (1 + erf(x / √2)) / 2 (Hendrycks and Gimpel, 2016), in blocks on the heap. */
final class Gelu {
    private static final int BLOCK = 4096;
    private static final float ROOT_HALF = (float) Math.sqrt(0.5);
    private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

    private final Host x;
    private final Host y;
    private final float[] phi = new float[BLOCK];
    private final float[] density = new float[BLOCK];
    private final float[] room = new float[BLOCK];

    private Gelu(Tape t, Node n) {
        x = t.host(n.name(0));
        y = t.array(ElementType.FLOAT, n.shape(0));
    }

    static Lowered lower(Tape t, Node n) {
        Gelu g = new Gelu(t, n);
        t.kernel(rows -> {
            int count = Sizes.elements(n.shape(0), rows);
            return () -> {
                for (int at = 0; at < count; at += BLOCK) g.forward(at, Math.min(BLOCK, count - at));
            };
        });
        return new Lowered(
                t.upload(g.y),
                (dy, to) -> to.add(0, () -> {
                    Host slope = t.download(dy);
                    Host dx = t.array(ElementType.FLOAT, n.shape(0));
                    t.kernel(rows -> {
                        int count = Sizes.elements(n.shape(0), rows);
                        return () -> {
                            for (int at = 0; at < count; at += BLOCK)
                                g.backward(at, Math.min(BLOCK, count - at), slope.floats(), dx.floats());
                        };
                    });
                    return t.upload(dx);
                }));
    }

    private void phi(int at, int n) {
        float[] in = x.floats();
        for (int i = 0; i < n; i++) phi[i] = in[at + i] * ROOT_HALF;
        Gates.erf(phi, n);
        for (int i = 0; i < n; i++) phi[i] = 0.5f + 0.5f * phi[i];
    }

    private void forward(int at, int n) {
        phi(at, n);
        float[] in = x.floats();
        float[] out = y.floats();
        for (int i = 0; i < n; i++) out[at + i] = in[at + i] * phi[i];
    }

    /** dy · (Φ(x) + x φ(x)), with φ the density of Φ. */
    private void backward(int at, int n, float[] dy, float[] dx) {
        phi(at, n);
        float[] in = x.floats();
        for (int i = 0; i < n; i++) density[i] = in[at + i] * in[at + i] * -0.5f;
        Gates.exp(density, room, n);
        for (int i = 0; i < n; i++) phi[i] += in[at + i] * density[i] * DENSITY;
        for (int i = 0; i < n; i++) dx[at + i] = dy[at + i] * phi[i];
    }
}
