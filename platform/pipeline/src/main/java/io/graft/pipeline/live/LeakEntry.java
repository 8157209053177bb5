package io.graft.pipeline.live;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Something that is watched, held weakly. A dump of the heap is searched for it by {@link #id}, so that nothing must hold it strongly meanwhile. */
final class LeakEntry extends WeakReference<Object> {
    /** What it is called in a dump. */
    static final String ID = "id";

    final long id = ThreadLocalRandom.current().nextLong();
    final String kind;
    final String name;
    final long deadline;
    private final Instant since = Instant.now();
    private final Consumer<LeakWatch.Watched> outcome;
    private volatile boolean leaked;
    private volatile String holder;

    LeakEntry(
            String kind,
            String name,
            Object target,
            ReferenceQueue<Object> queue,
            long deadline,
            Consumer<LeakWatch.Watched> outcome) {
        super(target, queue);
        this.kind = kind;
        this.name = name;
        this.deadline = deadline;
        this.outcome = outcome;
    }

    /** Notes that it should have gone by now. */
    void leaked(String heldBy) {
        holder = heldBy;
        leaked = true;
    }

    boolean leaked() {
        return leaked;
    }

    boolean gone() {
        return refersTo(null);
    }

    LeakWatch.Watched watched() {
        return new LeakWatch.Watched(kind, name, since, gone(), Optional.ofNullable(holder));
    }

    void tell() {
        try {
            outcome.accept(watched());
        } catch (RuntimeException | LinkageError e) {
            System.getLogger(LeakWatch.class.getName())
                    .log(System.Logger.Level.WARNING, "Whoever waits for " + this + " failed.", e);
        }
    }

    @Override
    public String toString() {
        return kind.equals("plug-in") ? "the class loader of " + name : "the " + kind + " " + name;
    }
}
