package io.graft.serving.http;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.Answers;
import io.graft.pipeline.live.Face;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests of one pipeline: those that come while others are computed are computed together.
 *
 * <p>A request that finds a free runner is computed by its own thread at once, so a single client waits for nobody and changes no thread. One that finds
 * none leaves its thread and waits in the queue; a runner that is done takes from there as many as fit into a batch.
 *
 * <p><b>Threading.</b> Thread-safe. The lock is never held while a pipeline computes or an answer is written.
 */
final class Lane {
    private final String name;
    private final Inference owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gathered = lock.newCondition();
    private final ArrayDeque<Ticket> queue = new ArrayDeque<>();
    private final List<List<Ticket>> computing = new ArrayList<>();
    private final AtomicInteger arriving = new AtomicInteger();
    /** The generations that answered last, the last of them first: more than one while one is on trial. */
    private volatile List<Inference.View> views = List.of();

    private int queuedRows;
    private int runners;
    private boolean gathering;

    Lane(String name, Inference owner) {
        this.name = name;
        this.owner = owner;
    }

    String name() {
        return name;
    }

    /** A request for this pipeline is being read. */
    void arriving() {
        arriving.incrementAndGet();
    }

    /** The request has been read, or cannot be. */
    void arrived() {
        arriving.decrementAndGet();
    }

    /** The rows that wait. */
    int queuedRows() {
        lock.lock();
        try {
            return queuedRows;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a request; its answer is given before this returns or, when it was detached, later by another thread.
     *
     * @throws Refusal when too many rows wait
     */
    void submit(Ticket ticket) {
        if (!ticket.exchange.detached() && begin(ticket)) {
            if (compute(gather(ticket))) goOn();
            return;
        }
        ticket.exchange.detach();
        if (enqueue(ticket)) owner.execute(this::run);
    }

    private boolean begin(Ticket ticket) {
        lock.lock();
        try {
            checkRoom(ticket);
            if (runners >= owner.settings().runners() || !queue.isEmpty() || gathering) return false;
            runners++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a request into the queue; says whether a runner must be started. */
    private boolean enqueue(Ticket ticket) {
        lock.lock();
        try {
            checkRoom(ticket);
            queue.add(ticket);
            queuedRows += ticket.rows.count();
            if (gathering) gathered.signal();
            if (gathering || runners >= owner.settings().runners()) return false;
            runners++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void checkRoom(Ticket ticket) {
        int bound = owner.settings().queueRows();
        if (queuedRows + ticket.rows.count() <= bound) return;
        throw Refusal.full("The queue of '" + name + "' is full: " + queuedRows + " rows wait, " + bound
                + " may. Try again in a moment.");
    }

    /** A runner's life: batches until nothing waits. */
    private void run() {
        while (true) {
            List<Ticket> batch = gather(null);
            if (batch.isEmpty() || !compute(batch)) return;
        }
    }

    /** After its own batch the thread of a request goes back to where it came from; another runs on. */
    private void goOn() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                runners--;
                return;
            }
        } finally {
            lock.unlock();
        }
        owner.execute(this::run);
    }

    /**
     * The next batch, which a request may stand at the head of. While requests are being read, it waits a little for them. Without any, the runner ends.
     */
    private List<Ticket> gather(Ticket head) {
        List<Ticket> batch = new ArrayList<>();
        lock.lock();
        try {
            Ticket first = head == null ? next() : head;
            if (first == null) {
                runners--;
                return batch;
            }
            batch.add(first);
            int max = maxRows();
            int rows = first.rows.count();
            if (arriving.get() > 0 && !gathering) await(max - rows);
            while (true) {
                Ticket waiting = queue.peek();
                if (waiting == null || waiting.pipeline != first.pipeline) break;
                if (!waiting.exchange.answered() && rows + waiting.rows.count() > max) break;
                Ticket next = queue.poll();
                queuedRows -= next.rows.count();
                if (next.exchange.answered()) continue;
                batch.add(next);
                rows += next.rows.count();
            }
            computing.add(batch);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private Ticket next() {
        for (Ticket ticket; (ticket = queue.poll()) != null; ) {
            queuedRows -= ticket.rows.count();
            if (!ticket.exchange.answered()) return ticket;
        }
        return null;
    }

    private int maxRows() {
        List<Inference.View> known = views;
        return known.isEmpty() ? 1 : known.get(0).face().maxRows();
    }

    private long waitNanos() {
        List<Inference.View> known = views;
        return known.isEmpty() ? 0 : known.get(0).waitNanos();
    }

    private Inference.View view(Face face) {
        for (Inference.View view : views) if (view.face() == face) return view;
        Inference.View made = owner.view(face);
        List<Inference.View> known = new ArrayList<>(List.of(made));
        for (Inference.View view : views) if (known.size() < 3) known.add(view);
        views = List.copyOf(known);
        return made;
    }

    private void await(int room) {
        long left = waitNanos();
        gathering = true;
        try {
            while (left > 0 && arriving.get() > 0 && queuedRows < room) left = gathered.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gathering = false;
        }
    }

    /** Says whether the runner is still one: when its batch took too long it was given up, and another has its place. */
    private boolean done(List<Ticket> batch) {
        lock.lock();
        try {
            return computing.removeIf(running -> running == batch);
        } finally {
            lock.unlock();
        }
    }

    /** Computes a batch and answers its requests; says whether the runner may go on, see {@link #done}. */
    private boolean compute(List<Ticket> batch) {
        boolean goesOn = false;
        try {
            long now = System.nanoTime();
            for (Ticket ticket : batch) if (ticket.deadline - now <= 0) tooLate(ticket);
            List<Ticket> due =
                    batch.stream().filter(ticket -> !ticket.exchange.answered()).toList();
            if (!due.isEmpty()) answer(due, now);
        } finally {
            goesOn = done(batch);
        }
        return goesOn;
    }

    private void answer(List<Ticket> batch, long begun) {
        Answers answers = owner.answers();
        try {
            for (Ticket ticket : batch) ticket.rows.addTo(answers);
            batch.get(0).pipeline.answer(answers);
        } catch (Throwable e) { // whatever a plug-in throws: the server goes on
            failed(batch, e);
            return;
        }
        PipelineException spoilt = spoilt(answers);
        if (spoilt != null && batch.size() > 1) {
            failed(batch, spoilt);
            return;
        }
        long computed = System.nanoTime();
        Face face = answers.face();
        Inference.View view = view(face);
        view.metrics().computed(answers.rows(), computed - begun);
        int from = 0;
        for (Ticket ticket : batch) {
            deliver(ticket, view, answers, from, begun);
            from += ticket.rows.count();
        }
        owner.giveBack(answers);
    }

    /** The failure that all rows have in common, or null. */
    private static PipelineException spoilt(Answers answers) {
        PipelineException first = answers.failure(0);
        for (int row = 1; first != null && row < answers.rows(); row++) if (answers.failure(row) != first) return null;
        return first;
    }

    /** One bad request must not spoil the others that happened to be computed with it. */
    private void failed(List<Ticket> batch, Throwable failure) {
        PipelineException e = Refusal.of(failure, "Answering by pipeline '" + name + "'");
        if (batch.size() > 1 && e.code() != ErrorCode.NOT_READY) {
            for (Ticket ticket : List.copyOf(batch))
                if (!ticket.exchange.answered()) answer(List.of(ticket), System.nanoTime());
            return;
        }
        for (Ticket ticket : batch) owner.refuse(ticket.exchange, name, e);
    }

    private void deliver(Ticket ticket, Inference.View view, Answers answers, int from, long begun) {
        int rows = ticket.rows.count();
        for (int row = from; row < from + rows; row++) {
            PipelineException failure = answers.failure(row);
            if (failure == null) continue;
            owner.refuse(ticket.exchange, name, failure);
            return;
        }
        Face face = view.face();
        if (ticket.version != 0 && ticket.version != face.model()) {
            owner.refuse(ticket.exchange, name, Inference.wrongVersion(face, ticket.version));
            return;
        }
        Bytes body = owner.pool().take();
        boolean handedOver = false;
        try {
            AnswerWriter.check(ticket.request, face);
            int header = view.writer().write(body, ticket.request, answers, from, rows);
            if (!ticket.exchange.claim()) return;
            view.metrics().answered(rows, System.nanoTime() - ticket.since, begun - ticket.since);
            // a client that reads slowly must not hold up those that were computed with it
            handedOver = ticket.exchange.detached() && body.size() > 64 << 10;
            if (handedOver) owner.execute(() -> send(ticket, body, header));
            else ticket.exchange.answerTensors(body, header);
        } catch (IOException | RuntimeException e) {
            owner.refuse(ticket.exchange, name, Refusal.of(e, "Writing the answer"));
        } finally {
            if (!handedOver) owner.pool().give(body);
        }
    }

    private void send(Ticket ticket, Bytes body, int header) {
        try {
            ticket.exchange.answerTensors(body, header);
        } finally {
            owner.pool().give(body);
        }
    }

    private void tooLate(Ticket ticket) {
        long allowed = (ticket.deadline - ticket.since) / 1_000_000;
        owner.refuse(
                ticket.exchange, name, Refusal.late("The request was not answered within its " + allowed + " ms."));
    }

    /**
     * Answers the requests that are too late, wherever they are. A runner whose whole batch is too late hangs in a plug-in, maybe for ever: it is given up, so that the pipeline
     * answers again as soon as another generation serves.
     */
    void watch(long now) {
        List<Ticket> late = new ArrayList<>();
        int fresh = 0;
        lock.lock();
        try {
            if (queue.isEmpty() && computing.isEmpty()) return;
            for (Ticket ticket : queue) if (ticket.deadline - now <= 0) late.add(ticket);
            queue.removeAll(late);
            for (Ticket ticket : late) queuedRows -= ticket.rows.count();
            for (List<Ticket> batch : computing)
                for (Ticket ticket : batch) if (ticket.deadline - now <= 0) late.add(ticket);
            int before = computing.size();
            computing.removeIf(batch -> batch.stream().allMatch(ticket -> ticket.deadline - now <= 0));
            runners -= before - computing.size();
            for (int waiting = queue.size();
                    waiting > fresh && runners < owner.settings().runners();
                    fresh++) runners++;
        } finally {
            lock.unlock();
        }
        for (Ticket ticket : late) tooLate(ticket);
        for (int i = 0; i < fresh; i++) owner.execute(this::run);
    }
}
