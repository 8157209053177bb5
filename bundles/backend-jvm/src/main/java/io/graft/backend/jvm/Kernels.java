package io.graft.backend.jvm;

/** The inner loops that a plan computes with. For one thread at a time; a plan has its own. */
interface Kernels {
    Product product();

    Rows rows();

    Functions functions();

    /** Gives the kernels a share of the time that a computation took, to become fast. */
    void rest(long nanoseconds);

    /** The kernels in plain Java. */
    static Kernels plain() {
        Product product = new PlainProduct();
        Rows rows = new PlainRows();
        Functions functions = new PlainFunctions();
        return new Kernels() {
            @Override
            public Product product() {
                return product;
            }

            @Override
            public Rows rows() {
                return rows;
            }

            @Override
            public Functions functions() {
                return functions;
            }

            @Override
            public void rest(long nanoseconds) {
                // the JIT compiler needs no help
            }
        };
    }
}
