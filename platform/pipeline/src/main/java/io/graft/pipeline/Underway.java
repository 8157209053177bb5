package io.graft.pipeline;

import io.graft.catalog.Offer;
import io.graft.descriptor.Reference;
import java.time.Duration;
import java.util.Optional;

/**
 * Which plug-in is waited for while a generation is assembled or given back, so that one that hangs can be named.
 *
 * <p><b>Threading.</b> One thread works, any other asks.
 */
public final class Underway {
    private static final int BACKEND = 10;

    /** What calls no plug-in by name: reading a model, loading its parameters. */
    private static final int REST = 20;

    private volatile Call call = rest();

    private record Call(String what, boolean named, long since, int patience) {}

    /**
     * What has not come back.
     *
     * @param what for a sentence: {@code … waits for what}
     * @param since for how long
     */
    public record Overdue(String what, Duration since) {}

    private static Call rest() {
        return new Call("the work between the calls of plug-ins", false, System.nanoTime(), REST);
    }

    /** Notes that a plug-in was called for a part; a backend may take ten times as long as others. */
    void enter(Part part) {
        enter(part.reference(), part.offer());
    }

    /** Notes that a plug-in was called for a component. */
    void enter(Reference reference, Offer offer) {
        enter(
                "the plug-in " + offer.plugin() + " " + offer.version() + " for '" + reference.name() + "' ("
                        + reference.path() + ")",
                offer.kind().equals("backend") ? BACKEND : 1);
    }

    /**
     * Notes that something was begun which calls plug-ins.
     *
     * @param what for a sentence: {@code … waits for what}
     * @param patience how many times as long as usual it may take
     */
    public void enter(String what, int patience) {
        call = new Call(what, true, System.nanoTime(), patience);
    }

    /** Notes that it came back. */
    public void leave() {
        call = rest();
    }

    /** What is waited for just now; empty when that is no plug-in. */
    public Optional<String> now() {
        Call now = call;
        return now.named ? Optional.of(now.what) : Optional.empty();
    }

    /** What has not come back in time; empty when all is well. */
    public Optional<Overdue> overdue(Duration limit) {
        Call now = call;
        long since = System.nanoTime() - now.since;
        return since > limit.toNanos() * now.patience
                ? Optional.of(new Overdue(now.what, Duration.ofNanos(since)))
                : Optional.empty();
    }
}
