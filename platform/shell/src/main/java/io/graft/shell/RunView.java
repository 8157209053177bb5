package io.graft.shell;

import io.graft.training.EpochRecord;
import io.graft.training.RunEvent;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Shows a run as it goes on: a bar for a person at a terminal, plain lines otherwise. Thread-safe. */
final class RunView implements Consumer<RunEvent> {
    private static final int WIDTH = 24;

    private final Output output;
    private int drawn;

    RunView(Output output) {
        this.output = output;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        if (event instanceof RunEvent.Warned w) {
            clear();
            output.err().println("Warning: " + w.sentence());
            return;
        }
        if (output.quiet()) return;
        if (event instanceof RunEvent.Reading r) draw(r.what() + ": " + count(r.rows()) + " rows");
        else if (event instanceof RunEvent.Measuring m) draw("measuring how fast " + m.backend() + " is");
        else if (event instanceof RunEvent.Began b) began(b);
        else if (event instanceof RunEvent.Resumed r)
            line("Resumed in epoch " + (r.epoch() + 1) + ", after " + count(r.step()) + " steps.");
        else if (event instanceof RunEvent.Progress p) draw(bar(p));
        else if (event instanceof RunEvent.EpochEnded e) ended(e);
        else if (event instanceof RunEvent.StoppedEarly s) line("Stopped early: " + s.why() + ".");
    }

    private void began(RunEvent.Began b) {
        line("Run " + b.run() + ": " + count(b.trainRows()) + " rows to train on"
                + (b.validationRows() > 0 ? ", " + count(b.validationRows()) + " to judge on" : "")
                + (b.classes() > 0 ? ", " + b.classes() + " classes" : "") + "; " + count(b.parameters())
                + " parameters on " + b.backend() + "; "
                + b.epochs() + " epochs of " + count(b.stepsPerEpoch()) + " steps.");
    }

    private static String bar(RunEvent.Progress p) {
        double done = (double) p.step() / p.steps();
        int full = (int) Math.round(done * WIDTH);
        return String.format(
                Locale.ROOT,
                "epoch %d/%d [%s%s] %3.0f%%  loss %.4f  %s samples/s  %s left",
                p.epoch() + 1,
                p.epochs(),
                "=".repeat(full),
                " ".repeat(WIDTH - full),
                done * 100,
                p.loss(),
                count(Math.round(p.samplesPerSecond())),
                clock(p.secondsLeft()));
    }

    private void ended(RunEvent.EpochEnded e) {
        EpochRecord r = e.epoch();
        String validation = r.validation().entrySet().stream()
                .map(v -> "  validation " + v.getKey() + String.format(Locale.ROOT, " %.4f", v.getValue()))
                .collect(Collectors.joining());
        String of = e.epochs() > 0 ? "/" + e.epochs() : ""; // of a run of another process it is not known
        line(String.format(Locale.ROOT, "epoch %d%s  loss %.4f%s", r.epoch(), of, r.loss(), validation));
    }

    /** A line that stays. */
    private void line(String text) {
        clear();
        output.err().println(text);
    }

    /** A line that the next one replaces; only for a person who watches. */
    private void draw(String text) {
        if (!output.terminal()) return;
        output.err().print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
        output.err().flush();
        drawn = text.length();
    }

    private void clear() {
        if (drawn == 0) return;
        output.err().print("\r" + " ".repeat(drawn) + "\r");
        drawn = 0;
    }

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String clock(double seconds) {
        if (!Double.isFinite(seconds)) return "?";
        long s = Math.round(seconds);
        return s >= 3600
                ? String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
                : String.format("%d:%02d", s / 60, s % 60);
    }

    /** The metrics of an evaluation, for a person. */
    static void metrics(Output output, Map<String, Object> metrics) {
        metrics.forEach((name, value) -> {
            if (value instanceof Double d) output.line(String.format(Locale.ROOT, "  %-18s %.4f", name, d));
        });
        if (!(metrics.get("classes") instanceof Iterable<?> classes)) return;
        output.line(String.format("  %-28s %9s %9s %9s %9s", "class", "precision", "recall", "f1", "rows"));
        for (Object c : classes) {
            Map<?, ?> row = (Map<?, ?>) c;
            output.line(String.format(
                    Locale.ROOT,
                    "  %-28s %9.3f %9.3f %9.3f %9s",
                    row.get("label"),
                    number(row, "precision"),
                    number(row, "recall"),
                    number(row, "f1"),
                    row.get("support")));
        }
    }

    private static double number(Map<?, ?> row, String key) {
        return row.get(key) instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
