package io.graft.pipeline;

import io.graft.api.augment.BatchAugmenter;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What varies the rows of a run from epoch to epoch.
 *
 * <p>When a text, an image or a sound is varied, what stands before the first augmenter is done once and kept, and the rest in every epoch. When only
 * numbers are varied, all steps are done once.
 *
 * <p><b>Lifecycle.</b> Belongs to an assembly, and is closed before it. <b>Threading.</b> For one thread.
 */
public final class Augmentation implements AutoCloseable {
    private final Assembly assembly;
    private final List<Part> steps;
    /** The place of the first augmenter of texts, images or sounds; -1 when there is none. */
    private final int first;

    private final StepChain chain;
    private final List<Late> late = new ArrayList<>();
    private final List<Whole> whole = new ArrayList<>();

    private record Late(Part part, TensorAugmenter augmenter, RowRandom random) {}

    private record Whole(Part part, BatchAugmenter augmenter, RowRandom random) {}

    private Augmentation(Assembly assembly) {
        this.assembly = assembly;
        steps = assembly.steps();
        first = first(assembly);
        chain = first < 0 ? null : ChainBuilder.varied(assembly);
        for (Part p : steps) {
            if (!p.offer().kind().equals("augmenter")) continue;
            RowRandom random = new RowRandom(
                    assembly.descriptor().train().seed(), p.reference().path());
            if (assembly.varies(p).batch())
                whole.add(new Whole(p, p.create(BatchAugmenter.class, assembly.context(p.reference())), random));
            else if (first < 0)
                late.add(new Late(p, p.create(TensorAugmenter.class, assembly.context(p.reference())), random));
        }
    }

    private static int first(Assembly assembly) {
        for (int i = 0; i < assembly.steps().size(); i++) {
            Part p = assembly.steps().get(i);
            if (p.offer().kind().equals("augmenter") && assembly.varies(p).flow() != Flow.NUMBERS) return i;
        }
        return -1;
    }

    static Optional<Augmentation> of(Assembly assembly) {
        boolean any = assembly.steps().stream().anyMatch(p -> p.offer().kind().equals("augmenter"));
        return any ? Optional.of(new Augmentation(assembly)) : Optional.empty();
    }

    /** Whether rows must be kept as they are before the first augmenter, see {@link Kept}. */
    public boolean early() {
        return first >= 0;
    }

    /** Prepares rows up to the first augmenter, in one pass over the data. */
    public Kept kept() {
        return new Kept(ChainBuilder.of(assembly, first, true));
    }

    /** One pass over the data. For one thread; closed after it. */
    public static final class Kept implements AutoCloseable {
        private final StepChain head;

        private Kept(StepChain head) {
            this.head = head;
        }

        /** The row as the first augmenter will see it; empty when a cleaner dropped it. */
        public Optional<Input> of(Sample sample) {
            return head.through(sample) ? Optional.of(head.kept()) : Optional.empty();
        }

        @Override
        public void close() {
            head.close();
        }
    }

    /** The numbers of a row that was kept. */
    public List<Feature> features() {
        return chain.features();
    }

    /**
     * Varies a row that was kept, and makes numbers of it.
     *
     * @param row room for one row whose slots are the {@link #features()} in order
     * @param place of the row in the data
     */
    public void finish(Input kept, Batch row, int[] slots, long epoch, long place) {
        chain.to(row, slots, 0);
        chain.finish(kept, first, epoch, place);
    }

    /**
     * Varies the numbers of a row that was prepared as a whole.
     *
     * @param numbers of the first feature
     * @param from where the row begins
     * @param feature the first feature
     * @param place of the row in the data
     */
    public void vary(float[] numbers, int from, Value feature, long epoch, long place) {
        if (late.isEmpty()) return;
        Shape shape = feature.shape().row();
        for (Late l : late)
            l.part.guarded("failed while a row was varied", () -> {
                l.augmenter.augment(numbers, from, shape, l.random.at(epoch, place));
                return true;
            });
    }

    /**
     * Varies a batch whose rows and targets are set.
     *
     * @param place of its first row in the order of the epoch
     */
    public void mix(Batch batch, String feature, long epoch, long place) {
        int slot = batch.slot(feature);
        int target = batch.slot(Network.TARGET);
        if (slot < 0) return;
        for (Whole w : whole)
            w.part.guarded("failed while a batch was varied", () -> {
                w.augmenter.augment(batch, slot, target, w.random.at(epoch, place));
                return true;
            });
    }

    @Override
    public void close() {
        if (chain != null) chain.close();
        for (Late l : late) end(l.part, l.augmenter);
        for (Whole w : whole) end(w.part, w.augmenter);
    }

    private static void end(Part part, Object augmenter) {
        if (augmenter instanceof AutoCloseable closeable)
            part.guarded("could not be closed", () -> {
                Assembly.close(closeable);
                return true;
            });
    }
}
