package io.graft.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One who listens to events. What he has not read yet is kept up to a bound; past it he is dropped.
 *
 * <p><b>Threading.</b> Events are added by any thread; only the writer's thread writes, and never waits.
 */
final class EventStream implements WriteListener, AsyncListener {
    /** The most bytes that may wait for a reader. */
    static final int MAX_WAITING = 4 << 20;

    private final Set<String> types;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<EventStream> wake;
    private final Consumer<EventStream> gone;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(); // guarded by this
    private int bytes; // guarded by this
    private boolean dropped; // guarded by this
    private volatile boolean begun;
    private boolean unflushed; // the writer's thread only

    EventStream(Set<String> types, AsyncContext context, Consumer<EventStream> wake, Consumer<EventStream> gone)
            throws IOException {
        this.types = types;
        this.context = context;
        this.wake = wake;
        this.gone = gone;
        out = context.getResponse().getOutputStream();
    }

    /** Begins to write; after this the container owns the thread's part of it. */
    void begin() {
        context.addListener(this);
        out.setWriteListener(this);
    }

    boolean wants(String type) {
        return types.contains(type);
    }

    /** Keeps something to be written. */
    synchronized void add(byte[] event) {
        if (dropped) return;
        if (bytes + event.length > MAX_WAITING) {
            dropped = true;
            waiting.clear();
            return;
        }
        waiting.add(event);
        bytes += event.length;
    }

    void comment(String text) {
        add((":" + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized byte[] next() {
        byte[] event = waiting.poll();
        if (event != null) bytes -= event.length;
        return event;
    }

    private synchronized boolean isDropped() {
        return dropped;
    }

    /** Writes what can be written without waiting. */
    void pump() {
        if (isDropped()) {
            close();
            return;
        }
        if (!begun) return;
        try {
            while (out.isReady()) {
                byte[] event = next();
                if (event != null) {
                    out.write(event);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else return;
            }
        } catch (IOException | RuntimeException e) {
            close(); // the listener has gone
        }
    }

    /** Ends it. */
    void close() {
        gone.accept(this);
        try {
            context.complete();
        } catch (RuntimeException e) {
            // it has ended already
        }
    }

    @Override
    public void onWritePossible() {
        begun = true;
        wake.accept(this);
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        gone.accept(this);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nothing begins anew
    }
}
