package io.graft.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;

/**
 * Starts the framework with the bundles of the distribution and hands the command line to the shell, on this thread.
 *
 * <p>Standard output belongs to the command; everything the launcher says goes to standard error.
 *
 * <p><b>Errors.</b> Exit code 1: the data folder cannot be used. 2: a wrong call. 3: the shell did not come up.
 * 128 + the signal's number: ended by a signal before the command could end by itself.
 */
public final class Main {
    /** How long the shell may take to come up. */
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("graft.start.seconds", 30));
    /** How long a command may take to end by itself after a signal: enough to write a checkpoint. */
    private static final Duration GRACE = Duration.ofSeconds(Long.getLong("graft.stop.seconds", 60));

    private Main() {}

    /** Runs one command; see the exit codes above. */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv()));
    }

    static int run(String[] args, Map<String, String> environment) {
        CompletableFuture<Void> vectors = VectorModule.bringIn();
        Signals signals = Signals.listen(GRACE);
        try {
            CommandLine line = CommandLine.parse(args);
            Logs.configure(environment.get("GRAFT_LOG"), line.quiet());
            Distribution distribution = Distribution.locate();
            Path home = line.home(environment, distribution);
            try (Storage storage = Storage.claim(home.resolve("cache"), distribution.key());
                    RunningFramework framework = RunningFramework.start(distribution, home, storage)) {
                ToIntFunction<String[]> shell = framework.shell(PATIENCE);
                vectors.join();
                return signals.interruptible(() -> shell.applyAsInt(line.command()));
            }
        } catch (Stop stop) {
            System.err.println(stop.getMessage());
            return stop.exitCode();
        } catch (InterruptedException e) {
            System.err.println("Interrupted.");
            return 130;
        } catch (Exception | LinkageError e) {
            System.err.println("Graft failed: " + e);
            e.printStackTrace();
            return 1;
        }
    }
}
