package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a served pipeline over HTTP, each connection a request at a time and the next at once, and counts what comes back. */
final class DemoLoad implements AutoCloseable {
    private static final Pattern GENERATION = Pattern.compile("\"generation\"\\s*:\\s*\"?(\\d+)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest> requests;
    private final List<Asking> asking = new ArrayList<>();
    private volatile boolean over;

    /** Begins to ask. */
    DemoLoad(URI server, String pipeline, List<String> texts, int connections) {
        URI infer = server.resolve("v2/models/" + Remote.segment(pipeline) + "/infer");
        requests = texts.stream()
                .map(text -> HttpRequest.newBuilder(infer)
                        .POST(BodyPublishers.ofString(Output.compact(Map.of(
                                "inputs",
                                List.of(Map.of(
                                        "name",
                                        "text",
                                        "shape",
                                        List.of(1),
                                        "datatype",
                                        "BYTES",
                                        "data",
                                        List.of(text)))))))
                        .build())
                .toList();
        for (int i = 0; i < connections; i++) asking.add(new Asking(i));
        asking.forEach(Thread::start);
    }

    /** What came back so far. */
    record Count(long answered, long failed, Optional<String> firstFailure, Map<Integer, Long> byGeneration) {}

    Count count() {
        long answered = 0;
        long failed = 0;
        String first = null;
        Map<Integer, Long> byGeneration = new TreeMap<>();
        for (Asking a : asking)
            synchronized (a) {
                answered += a.answers;
                failed += a.failures;
                if (first == null) first = a.firstFailure;
                a.byGeneration.forEach((g, n) -> byGeneration.merge(g, n, Long::sum));
            }
        return new Count(answered, failed, Optional.ofNullable(first), byGeneration);
    }

    /** Waits until so many more requests have come back. */
    void awaitMore(long wanted) throws InterruptedException {
        Count before = count();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            Count now = count();
            if (now.answered() + now.failed() >= before.answered() + before.failed() + wanted) return;
            if (System.nanoTime() > deadline)
                throw new PipelineException(ErrorCode.TIMEOUT, "", "The server does not answer any more.");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The latency in milliseconds that this share of the answers between two times had at most; NaN without answers. */
    double quantile(double share, List<long[]> windows) {
        long[] all = asking.stream()
                .flatMapToLong(a -> {
                    synchronized (a) {
                        return Arrays.stream(a.within(windows));
                    }
                })
                .sorted()
                .toArray();
        return all.length == 0 ? Double.NaN : all[(int) Math.min(all.length - 1, share * all.length)] / 1e6;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Asking a : asking) a.join();
    }

    /** One connection. */
    private final class Asking extends Thread {
        private final int number;
        private long answers;
        private long failures;
        private String firstFailure;
        private final Map<Integer, Long> byGeneration = new TreeMap<>();
        private long[] ended = new long[1024];
        private long[] took = new long[1024];

        Asking(int number) {
            super("graft-demo-" + number);
            setDaemon(true);
            this.number = number;
        }

        @Override
        public void run() {
            for (int i = number; !over; i++) {
                long begin = System.nanoTime();
                String failure = null;
                int generation = 0;
                try {
                    HttpResponse<String> response =
                            client.send(requests.get(i % requests.size()), BodyHandlers.ofString());
                    Matcher found = GENERATION.matcher(response.body());
                    if (response.statusCode() != 200) failure = response.statusCode() + " " + response.body();
                    else if (found.find()) generation = Integer.parseInt(found.group(1));
                    else failure = "no generation in " + response.body();
                } catch (IOException e) {
                    failure = e.toString();
                } catch (InterruptedException e) {
                    return;
                }
                note(begin, System.nanoTime(), generation, failure);
            }
        }

        private synchronized void note(long begin, long end, int generation, String failure) {
            if (failure != null) {
                failures++;
                if (firstFailure == null) firstFailure = failure;
                return;
            }
            int at = (int) answers++;
            if (at == ended.length) {
                ended = Arrays.copyOf(ended, 2 * at);
                took = Arrays.copyOf(took, 2 * at);
            }
            ended[at] = end;
            took[at] = end - begin;
            byGeneration.merge(generation, 1L, Long::sum);
        }

        private long[] within(List<long[]> windows) {
            long[] found = new long[(int) answers];
            int n = 0;
            for (int i = 0; i < answers; i++)
                for (long[] w : windows) if (ended[i] - w[0] >= 0 && w[1] - ended[i] >= 0) found[n++] = took[i];
            return Arrays.copyOf(found, n);
        }
    }
}
