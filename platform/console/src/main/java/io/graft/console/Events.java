package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What happens, told to whoever listens as server-sent events.
 *
 * <p>The last thousand, of at most 2 MiB, are remembered for those who come back; how far a run is, is told and not remembered. Whoever reads too slowly is dropped
 * and may come back.
 *
 * <p><b>Threading.</b> Thread-safe; one thread writes to all.
 */
final class Events implements AutoCloseable {
    static final List<String> TYPES = List.of("pipeline", "plugin", "run");
    static final int KEPT = 1_000;
    static final int KEPT_BYTES = EventStream.MAX_WAITING / 2;
    static final int MAX_LISTENERS = 100;

    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final ArrayDeque<Event> ring = new ArrayDeque<>(); // guarded by this
    private final Set<EventStream> streams = new LinkedHashSet<>(); // guarded by this
    private final BlockingQueue<EventStream> ready = new LinkedBlockingQueue<>();
    private final long heartbeat;
    private final Thread writer;

    /** The number of the last event; begins with the time so that numbers grow over restarts. */
    private long last = System.currentTimeMillis() * 1_000; // guarded by this

    /** The last event that cannot be told again. */
    private long forgotten = last; // guarded by this

    private int kept; // bytes in the ring; guarded by this
    private boolean closed; // guarded by this

    private record Event(long id, String type, byte[] text) {}

    Events() {
        this(HEARTBEAT_NANOS);
    }

    Events(long heartbeatNanos) {
        heartbeat = heartbeatNanos;
        writer = new Thread(this::write, "graft-events");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Tells an event.
     *
     * @param remembered whether those who come back are told it too
     */
    void publish(String type, Map<String, Object> json, boolean remembered) {
        byte[] data = Json.write(json);
        synchronized (this) {
            if (closed) return;
            if (remembered) last++;
            byte[] text = text(remembered ? "id: " + last + "\n" : "", type, data);
            if (remembered) {
                ring.add(new Event(last, type, text));
                kept += text.length;
                forget();
            }
            for (EventStream s : streams)
                if (s.wants(type)) {
                    s.add(text);
                    ready.add(s);
                }
        }
    }

    /** What one who comes back is told at once must fit into what may wait for him. */
    private synchronized void forget() {
        while (ring.size() > KEPT || kept > KEPT_BYTES) {
            Event oldest = ring.remove();
            forgotten = oldest.id;
            kept -= oldest.text.length;
        }
    }

    private static byte[] text(String id, String type, byte[] data) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(data.length + 64);
        text.writeBytes((id + "event: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        text.writeBytes(data);
        text.write('\n');
        text.write('\n');
        return text.toByteArray();
    }

    /** The types that a query asks for. */
    static Set<String> types(Query query) {
        Set<String> types = new LinkedHashSet<>(Arrays.asList(
                query.text("types").map(t -> t.split(",")).orElseGet(() -> TYPES.toArray(String[]::new))));
        for (String type : types)
            if (!TYPES.contains(type))
                throw Call.bad(
                        "types",
                        "There are no events of the type '" + type + "'." + Names.hint(type, TYPES) + " Types: "
                                + String.join(", ", TYPES) + ".");
        return types;
    }

    /** Begins to tell someone, from where he left off. */
    void open(HttpServletRequest request, Set<String> types) throws IOException {
        long since = since(request.getHeader("Last-Event-ID"));
        room();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(types, context, ready::add, this::gone);
        synchronized (this) {
            stream.comment(" Graft's events");
            replay(stream, since);
            streams.add(stream);
        }
        stream.begin();
    }

    private static long since(String header) {
        if (header == null || header.isBlank()) return Long.MAX_VALUE;
        if (!header.strip().matches("\\d{1,18}"))
            throw Call.bad("Last-Event-ID", "'Last-Event-ID' must be the id of an event, but is '" + header + "'.");
        return Long.parseLong(header.strip());
    }

    private synchronized void room() {
        if (closed || streams.size() >= MAX_LISTENERS)
            throw new PipelineException(
                    ErrorCode.OVERLOADED,
                    "",
                    closed
                            ? "The server ends."
                            : "There are " + MAX_LISTENERS + " listeners already; that is the most.");
    }

    private void replay(EventStream stream, long since) {
        if (since < forgotten)
            stream.add(text(
                    "",
                    "missed",
                    Json.write(Map.of("sentence", "Events before this are no longer known; ask for the state anew."))));
        for (Event e : ring) if (e.id > since && stream.wants(e.type)) stream.add(e.text);
    }

    private synchronized void gone(EventStream stream) {
        streams.remove(stream);
    }

    synchronized int listeners() {
        return streams.size();
    }

    private void write() {
        long beat = System.nanoTime() + heartbeat;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                EventStream stream = ready.poll(beat - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (stream != null) stream.pump();
                if (System.nanoTime() - beat < 0) continue;
                beat = System.nanoTime() + heartbeat;
                for (EventStream s : all()) {
                    s.comment("");
                    s.pump();
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private synchronized List<EventStream> all() {
        return List.copyOf(streams);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        writer.interrupt();
        try {
            writer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (EventStream s : all()) s.close();
    }
}
