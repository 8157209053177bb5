package io.graft.shell;

import io.graft.pipeline.live.Change;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.RefusedException;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The part of the tour in which a pipeline is swapped while requests come in. */
final class DemoSwaps {
    private static final int CONNECTIONS = 8;
    private static final int WARM_UP = 3_000;
    private static final int QUIET = 3_000;
    private static final int AFTER_A_SWAP = 300;

    private final Output output;
    private final Pipelines pipelines;
    private final String pipeline;
    private final List<long[]> quiet = new ArrayList<>();
    private final List<long[]> swapping = new ArrayList<>();
    private final List<Double> pauses = new ArrayList<>();

    DemoSwaps(Output output, Pipelines pipelines, String pipeline) {
        this.output = output;
        this.pipelines = pipelines;
        this.pipeline = pipeline;
    }

    /** Swaps under load; gives the number of requests that failed. */
    long run(Serving serving, List<String> texts) throws InterruptedException {
        DemoCommand.heading(
                output,
                "6. Served at " + serving.address() + ", and asked over " + CONNECTIONS
                        + " connections all the time from here on");
        try (DemoLoad load = new DemoLoad(serving.address(), pipeline, texts, CONNECTIONS)) {
            load.awaitMore(WARM_UP);
            long begin = System.nanoTime();
            during(quiet, load, QUIET, () -> null);
            output.line(String.format(
                    Locale.ROOT,
                    "  %,.0f requests/s, p50 %.2f ms, p99 %.2f ms",
                    QUIET / ((System.nanoTime() - begin) / 1e9),
                    load.quantile(0.5, quiet),
                    load.quantile(0.99, quiet)));

            DemoCommand.heading(output, "7. A step changes meanwhile: traditional Chinese is understood from now on");
            swap(load, "prepare.0.clean.simplifiedChinese=true");

            DemoCommand.heading(
                    output, "8. A tokenizer that does not fit the model: no error anywhere, just wrong answers");
            swap(load, "prepare.1=characters");

            DemoCommand.heading(output, "9. Back to the generation before");
            output.line("  graft rollback " + pipeline);
            show(during(swapping, load, AFTER_A_SWAP, () -> pipelines.rollback(pipeline, SwapOptions.DEFAULT)));
            during(quiet, load, QUIET, () -> null);

            DemoCommand.heading(output, "10. What it cost");
            return costs(load);
        }
    }

    private void swap(DemoLoad load, String assignment) throws InterruptedException {
        output.line("  graft swap " + pipeline + " " + assignment);
        show(during(swapping, load, AFTER_A_SWAP, () -> {
            try {
                return pipelines.swap(pipeline, Change.set(assignment), SwapOptions.DEFAULT);
            } catch (RefusedException e) {
                return e.report();
            }
        }));
    }

    /** Does something, lets some more requests come back, and notes from when to when that was. */
    private static <R> R during(List<long[]> windows, DemoLoad load, int requests, Supplier<R> work)
            throws InterruptedException {
        long begin = System.nanoTime();
        R result = work.get();
        load.awaitMore(requests);
        windows.add(new long[] {begin, System.nanoTime()});
        return result;
    }

    private void show(Report report) {
        output.line("");
        new ReportView(output).show(Output.node(report.json()));
        Double pause = report.milliseconds().get("publish");
        if (pause != null && report.outcome() == Report.Outcome.PUBLISHED) pauses.add(pause);
    }

    private long costs(DemoLoad load) {
        DemoLoad.Count count = load.count();
        output.line(String.format(Locale.ROOT, "  requests answered   %,d", count.answered()));
        output.line(String.format(Locale.ROOT, "  requests failed     %,d", count.failed()));
        count.firstFailure().ifPresent(f -> output.line("    the first: " + f));
        output.line("  answered by         "
                + count.byGeneration().entrySet().stream()
                        .map((Map.Entry<Integer, Long> e) ->
                                String.format(Locale.ROOT, "generation %d: %,d", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", ")));
        output.line(String.format(
                Locale.ROOT,
                "  pause of a swap     %.3f ms at most",
                pauses.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN)));
        output.line(String.format(
                Locale.ROOT,
                "  p99                 %.2f ms without a swap, %.2f ms while one is prepared, judged and published",
                load.quantile(0.99, quiet),
                load.quantile(0.99, swapping)));
        return count.failed();
    }
}
