package io.graft.backend.jvm;

/** The kernels of the Vector API, and those in plain Java until they are warm. */
final class VectorKernels implements Kernels {
    private final Product product = new VectorProduct();
    private final Rows rows = new VectorRows();
    private final Functions functions = new VectorFunctions();
    private final Kernels plain = Kernels.plain();
    private final VectorWarmth warmth;

    VectorKernels(VectorWarmth warmth) {
        this.warmth = warmth;
    }

    @Override
    public Product product() {
        return warmth.ready() ? product : plain.product();
    }

    @Override
    public Rows rows() {
        return warmth.ready() ? rows : plain.rows();
    }

    @Override
    public Functions functions() {
        return warmth.ready() ? functions : plain.functions();
    }

    @Override
    public void rest(long nanoseconds) {
        warmth.lend(nanoseconds);
    }
}
