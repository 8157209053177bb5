package io.graft.launcher;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log: a line a message on standard error, from the level in {@code GRAFT_LOG} on ({@code error warning info debug trace off};
 * default {@code info}, with {@code --quiet} {@code warning}); what libraries say from {@code warning} on, with {@code debug} all.
 *
 * <p>The JDK creates it when the first logger is asked for, so that a command that logs nothing does not pay for it.
 */
public final class Logs {
    private static final String LEVEL = "graft.log";

    /** Called by {@link java.util.logging.LogManager}. */
    public Logs() {
        Logger root = Logger.getLogger("");
        Level level = Level.parse(System.getProperty(LEVEL, "INFO"));
        root.setLevel(level);
        root.addHandler(new Lines(System.err, level.intValue() <= Level.FINE.intValue()));
    }

    /** Decides the level; nothing of the logging system is touched yet. */
    static void configure(String variable, boolean quiet) throws Stop {
        System.setProperty("java.util.logging.config.class", Logs.class.getName());
        System.setProperty(LEVEL, level(variable, quiet));
    }

    static String level(String variable, boolean quiet) throws Stop {
        if (variable == null || variable.isBlank()) {
            return quiet ? "WARNING" : "INFO";
        }
        return switch (variable.trim().toLowerCase(Locale.ROOT)) {
            case "off" -> "OFF";
            case "error" -> "SEVERE";
            case "warn", "warning" -> "WARNING";
            case "info" -> "INFO";
            case "debug" -> "FINE";
            case "trace" -> "FINER";
            default ->
                throw new Stop(
                        2, "GRAFT_LOG is '" + variable + "'; it can be off, error, warning, info, debug or trace.");
        };
    }

    /** {@code 12:34:56 warning models: the message (IOException: the cause)}; stack traces from level debug on. */
    static final class Lines extends Handler {
        private final PrintStream out;
        private final boolean stackTraces;

        Lines(PrintStream out, boolean stackTraces) {
            this.out = out;
            this.stackTraces = stackTraces;
            setFormatter(new OneLine());
            if (!stackTraces) setFilter(Lines::concerns);
        }

        /** What libraries do is of interest when something is wrong. */
        private static boolean concerns(LogRecord entry) {
            return entry.getLevel().intValue() >= Level.WARNING.intValue()
                    || entry.getLoggerName() == null
                    || entry.getLoggerName().startsWith("io.graft.");
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                StringWriter text = new StringWriter().append(getFormatter().format(entry));
                if (stackTraces && entry.getThrown() != null) {
                    entry.getThrown().printStackTrace(new PrintWriter(text, true));
                }
                out.print(text);
                out.flush();
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    private static final class OneLine extends Formatter {

        @Override
        public String format(LogRecord entry) {
            LocalTime time = LocalTime.ofInstant(entry.getInstant(), ZoneId.systemDefault());
            StringBuilder line = new StringBuilder(
                    time.truncatedTo(ChronoUnit.SECONDS).format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME));
            line.append(' ')
                    .append(word(entry.getLevel()))
                    .append(' ')
                    .append(origin(entry.getLoggerName()))
                    .append(": ");
            line.append(String.valueOf(formatMessage(entry)).strip().replaceAll("\\s*\\R\\s*", " "));
            for (Throwable thrown = entry.getThrown(); thrown != null; thrown = thrown.getCause()) {
                line.append(" (").append(thrown.getClass().getSimpleName());
                line.append(
                        thrown.getMessage() == null
                                ? ")"
                                : ": " + thrown.getMessage().replaceAll("\\s*\\R\\s*", " ") + ")");
            }
            return line.append(System.lineSeparator()).toString();
        }

        private static String word(Level level) {
            int value = level.intValue();
            return value >= Level.SEVERE.intValue()
                    ? "error"
                    : value >= Level.WARNING.intValue()
                            ? "warning"
                            : value >= Level.CONFIG.intValue() ? "info" : "debug";
        }

        /** {@code io.graft.models.FolderStore} is said as {@code models}; others by their whole name. */
        private static String origin(String logger) {
            if (logger == null || logger.isEmpty()) {
                return "log";
            }
            if (!logger.startsWith("io.graft.")) {
                return logger;
            }
            String[] parts = logger.substring("io.graft.".length()).split("\\.");
            StringBuilder lower = new StringBuilder();
            for (String part : parts) {
                if (!part.isEmpty() && Character.isLowerCase(part.charAt(0))) {
                    lower.append(lower.isEmpty() ? "" : ".").append(part);
                }
            }
            return lower.isEmpty() ? logger : lower.toString();
        }
    }
}
