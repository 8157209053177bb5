package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.function.Supplier;

/** The kernels of the caller and of each thread of a crew. */
final class CrewKernels implements Kernels {
    private final Crew crew;
    private final Kernels[] each;

    /**
     * One set a thread.
     *
     * @param make makes a set
     */
    CrewKernels(Crew crew, Supplier<Kernels> make) {
        this.crew = crew;
        each = new Kernels[crew.size()];
        for (int i = 0; i < each.length; i++) each[i] = make.get();
    }

    @Override
    public Crew crew() {
        return crew;
    }

    @Override
    public Kernels of(int member) {
        return each[member];
    }

    @Override
    public Product product() {
        Product[] products = new Product[each.length];
        do for (int i = 0; i < products.length; i++) products[i] = each[i].product();
        while (!alike(products));
        return new CrewProduct(crew, products);
    }

    /** Kernels become warm once, perhaps while they are being asked for. */
    private static boolean alike(Product... products) {
        return Arrays.stream(products).map(Object::getClass).distinct().count() == 1;
    }

    @Override
    public Rows rows() {
        return each[0].rows();
    }

    @Override
    public Functions functions() {
        return each[0].functions();
    }

    @Override
    public Cells cells() {
        return each[0].cells();
    }

    @Override
    public Lines lines() {
        return each[0].lines();
    }

    @Override
    public void rest(long nanoseconds) {
        each[0].rest(nanoseconds);
    }
}
