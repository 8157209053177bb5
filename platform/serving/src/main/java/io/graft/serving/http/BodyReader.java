package io.graft.serving.http;

import io.graft.api.PipelineException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads the bodies of requests.
 *
 * <p>One that is there already, as small ones are, is read at once. Any other is read as it comes, by no thread of its own: clients that send slowly hold
 * up nobody, and are cut off when the time is over.
 */
final class BodyReader {
    private static final int STEP = 16 << 10;

    private final Inference owner;

    BodyReader(Inference owner) {
        this.owner = owner;
    }

    /** What is done with a body. It may use the bytes until it returns. */
    interface Use {
        void body(Bytes body);
    }

    /** Reads the body and hands it on; what goes wrong is answered. */
    void read(Exchange exchange, String pipeline, Use use) {
        HttpServletRequest request = exchange.request();
        Bytes body = owner.pool().take();
        boolean later = false;
        try {
            long length = request.getContentLengthLong();
            checkSize(length);
            ServletInputStream in = request.getInputStream();
            if (length >= 0 && (length == 0 || in.available() >= length)) {
                body.room((int) length);
                int read = in.readNBytes(body.array(), 0, (int) length);
                body.added(read);
                whole(exchange, pipeline, body, use);
                return;
            }
            later = true;
            exchange.detach();
            owner.deadlines().watch(exchange, pipeline);
            in.setReadListener(new Listener(exchange, pipeline, in, body, use));
        } catch (IOException | RuntimeException e) {
            owner.refuse(exchange, pipeline, failure(e));
        } finally {
            if (!later) owner.pool().give(body);
        }
    }

    private void whole(Exchange exchange, String pipeline, Bytes body, Use use) throws IOException {
        String encoding = exchange.request().getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            use.body(body);
            return;
        }
        Bytes plain = owner.pool().take();
        try {
            inflate(body, encoding.toLowerCase(Locale.ROOT), plain);
            use.body(plain);
        } finally {
            owner.pool().give(plain);
        }
    }

    private void inflate(Bytes body, String encoding, Bytes plain) throws IOException {
        InputStream packed = new ByteArrayInputStream(body.array(), 0, body.size());
        try (InputStream in =
                switch (encoding) {
                    case "gzip" -> new GZIPInputStream(packed);
                    case "deflate" -> new InflaterInputStream(packed);
                    default ->
                        throw Refusal.encoding(
                                "The Content-Encoding is '" + encoding + "'; it can be gzip, deflate or identity.");
                }) {
            while (true) {
                plain.room(STEP);
                int read = in.read(plain.array(), plain.size(), STEP);
                if (read < 0) return;
                plain.added(read);
                checkSize(plain.size());
            }
        } catch (ZipException e) {
            throw Refusal.badJson("The request is not packed with " + encoding + ": " + e.getMessage() + ".", e);
        }
    }

    private void checkSize(long size) {
        int max = owner.settings().maxBody();
        if (size > max)
            throw Refusal.tooLarge(
                    "The request is larger than " + max + " bytes, the most that graft.http.max.body allows.");
    }

    private static PipelineException failure(Throwable e) {
        if (e instanceof IOException)
            return Refusal.badJson("The request ended before it was complete: " + e.getMessage() + ".", e);
        return Refusal.of(e, "Reading the request");
    }

    /** Takes what has come of a body, until all has. */
    private final class Listener implements ReadListener {
        private final Exchange exchange;
        private final String pipeline;
        private final ServletInputStream in;
        private final Bytes body;
        private final Use use;

        Listener(Exchange exchange, String pipeline, ServletInputStream in, Bytes body, Use use) {
            this.exchange = exchange;
            this.pipeline = pipeline;
            this.in = in;
            this.body = body;
            this.use = use;
        }

        @Override
        public void onDataAvailable() throws IOException {
            try {
                while (!exchange.answered() && in.isReady()) {
                    body.room(STEP);
                    int read = in.read(body.array(), body.size(), body.array().length - body.size());
                    if (read < 0) return;
                    body.added(read);
                    checkSize(body.size());
                }
            } catch (Refusal e) {
                owner.refuse(exchange, pipeline, e);
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            owner.deadlines().forget(exchange);
            try {
                if (!exchange.answered()) whole(exchange, pipeline, body, use);
            } catch (IOException | RuntimeException e) {
                owner.refuse(exchange, pipeline, failure(e));
            } finally {
                owner.pool().give(body);
            }
        }

        @Override
        public void onError(Throwable e) {
            owner.deadlines().forget(exchange);
            owner.refuse(exchange, pipeline, failure(e));
        }
    }

    /** The time that clients have to send a request. */
    static final class Deadlines {
        private final Map<Exchange, Late> waiting = new ConcurrentHashMap<>();
        private final Inference owner;

        private record Late(long at, String pipeline) {}

        Deadlines(Inference owner) {
            this.owner = owner;
        }

        void watch(Exchange exchange, String pipeline) {
            waiting.put(
                    exchange,
                    new Late(System.nanoTime() + owner.settings().timeout().toNanos(), pipeline));
        }

        void forget(Exchange exchange) {
            waiting.remove(exchange);
        }

        /** Cuts off those whose time is over. */
        void check(long now) {
            waiting.forEach((exchange, late) -> {
                if (late.at() - now > 0 || !waiting.remove(exchange, late)) return;
                owner.refuse(
                        exchange,
                        late.pipeline(),
                        Refusal.slow("The request did not come within "
                                + TimeUnit.NANOSECONDS.toMillis(
                                        owner.settings().timeout().toNanos())
                                + " ms."));
            });
        }
    }
}
