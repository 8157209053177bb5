package io.graft.backend.jvm;

/** The inner loops that a plan computes with. For one thread at a time; a plan has its own. */
interface Kernels {
    Product product();

    Rows rows();

    Functions functions();

    Cells cells();

    Lines lines();

    /** The threads that may share the work. */
    default Crew crew() {
        return Crew.ALONE;
    }

    /** The kernels for a member of the crew; the caller is 0. */
    default Kernels of(int member) {
        return this;
    }

    /** Gives the kernels a share of the time that a computation took, to become fast. */
    void rest(long nanoseconds);

    /** The kernels in plain Java. */
    static Kernels plain() {
        Product product = new PlainProduct();
        Rows rows = new PlainRows();
        Functions functions = new PlainFunctions();
        Cells cells = new PlainCells();
        Lines lines = new PlainLines();
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
            public Cells cells() {
                return cells;
            }

            @Override
            public Lines lines() {
                return lines;
            }

            @Override
            public void rest(long nanoseconds) {
                // the JIT compiler needs no help
            }
        };
    }
}
