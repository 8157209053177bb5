package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings an order to a run of whatever process and waits for the answer. */
final class Errand {
    private static final long ASK_MILLIS = 20;

    /** How long a run may work on what it has taken: opening another backend takes its time. */
    private static final int WORK = 10;

    private final RunStore runs;
    private final String run;
    private final Duration patience;

    /**
     * An errand.
     *
     * @param patience how long the run may take to notice
     */
    Errand(RunStore runs, String run, Duration patience) {
        this.runs = runs;
        this.run = run;
        this.patience = patience;
    }

    /** What the run says. */
    List<String> order(Order order) {
        Orders orders = new Orders(runs.orders(run));
        String id = orders.send(order);
        long begun = System.nanoTime();
        long asked = begun;
        boolean withdrawn = false;
        while (true) {
            Optional<Answer> answer = orders.answer(id);
            if (answer.isPresent()) return answer.get().get();
            long now = System.nanoTime();
            if (now - asked > TimeUnit.SECONDS.toNanos(1)) {
                asked = now;
                Optional<List<String>> end = ended(order, orders, id);
                if (end.isPresent()) return end.get();
            }
            long waited = now - begun;
            if (!withdrawn && waited > patience.toNanos()) {
                if (orders.withdraw(id))
                    throw late("is not at a step boundary (it may be reading its data, or judging)", patience);
                withdrawn = true;
            }
            if (waited > WORK * patience.toNanos())
                throw late("has taken the order, but not finished with it", patience.multipliedBy(WORK));
            pause(orders, id);
        }
    }

    /** What there is to say when the run ended without an answer, because its process was killed. */
    private Optional<List<String>> ended(Order order, Orders orders, String id) {
        Optional<RunRecord> now = runs.find(run);
        if (now.isEmpty() || now.get().state() == RunRecord.State.RUNNING) return Optional.empty();
        Optional<Answer> last = orders.answer(id);
        if (last.isPresent()) return Optional.of(last.get().get());
        orders.withdraw(id);
        if (order.kind() == Order.Kind.CANCEL) return Optional.of(List.of());
        throw BackgroundRuns.ended(now.get());
    }

    private PipelineException late(String what, Duration waited) {
        return new PipelineException(
                ErrorCode.TIMEOUT,
                "",
                "The run " + run + " " + what + ": no answer within "
                        + (waited.toSeconds() > 0 ? waited.toSeconds() + " s" : waited.toMillis() + " ms") + ".");
    }

    private static void pause(Orders orders, String id) {
        try {
            Thread.sleep(ASK_MILLIS);
        } catch (InterruptedException e) {
            orders.withdraw(id);
            Thread.currentThread().interrupt();
            throw new PipelineException(
                    ErrorCode.INTERRUPTED, "", "Interrupted while waiting for the answer of a run.", e);
        }
    }
}
