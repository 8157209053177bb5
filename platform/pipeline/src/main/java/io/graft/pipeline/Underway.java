package io.graft.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * Which plug-in an assembly is waiting for, so that one that hangs can be named.
 *
 * <p><b>Threading.</b> One thread assembles, any other asks.
 */
public final class Underway {
    private static final int BACKEND = 10;

    private volatile Call call;

    private record Call(String what, long since, int patience) {}

    /** Notes that a plug-in was called for a part; a backend may take ten times as long as others. */
    void enter(Part part) {
        enter(
                "the plug-in " + part.offer().plugin() + " " + part.offer().version() + " for '"
                        + part.reference().name() + "' (" + part.reference().path() + ")",
                part.offer().kind().equals("backend") ? BACKEND : 1);
    }

    /**
     * Notes that something was begun which calls plug-ins.
     *
     * @param what for a sentence: {@code … waits for what}
     * @param patience how many times as long as usual it may take
     */
    public void enter(String what, int patience) {
        call = new Call(what, System.nanoTime(), patience);
    }

    /** Notes that it came back. */
    public void leave() {
        call = null;
    }

    /** What has not come back in time; empty when all is well. */
    public Optional<String> overdue(Duration limit) {
        Call now = call;
        return now != null && System.nanoTime() - now.since > limit.toNanos() * now.patience
                ? Optional.of(now.what)
                : Optional.empty();
    }
}
