package io.graft.backend.jvm;

/** The kernels of the Vector API, and those in plain Java until they are warm. */
final class VectorKernels implements Kernels {
    private final Product product = new VectorProduct();
    private final Rows rows = new VectorRows();
    private final Functions functions = new VectorFunctions();
    private final Cells cells = new VectorCells();
    private final Lines lines = new VectorLines();
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
    public Cells cells() {
        return warmth.ready() ? cells : plain.cells();
    }

    @Override
    public Lines lines() {
        return warmth.ready() ? lines : plain.lines();
    }

    @Override
    public void rest(long nanoseconds) {
        warmth.lend(nanoseconds);
    }
}
