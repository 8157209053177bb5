package io.graft.launcher;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * SIGINT, SIGTERM and SIGHUP ask the command to end by interrupting its thread; it then has a while to do so, and its exit code counts.
 *
 * <p>By {@code sun.misc.Signal}, of which javac warns and nothing can be done: the JDK has no other way to hear of a signal, and keeps
 * this one in {@code jdk.unsupported}. Signal handlers instead of a shutdown hook, because hooks run while the log is being closed and cannot set the exit code.
 */
final class Signals {
    private final Duration grace;
    private Thread command;
    private boolean asked;

    private Signals(Duration grace) {
        this.grace = grace;
    }

    static Signals listen(Duration grace) {
        Signals signals = new Signals(grace);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> signals.received(signal.getNumber()));
            } catch (IllegalArgumentException e) {
                // this system has no such signal, or the JVM was told to leave it alone (-Xrs)
            }
        }
        return signals;
    }

    /** Runs what a signal may interrupt. */
    <T> T interruptible(Callable<T> work) throws Exception {
        synchronized (this) {
            command = Thread.currentThread();
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                command = null;
            }
        }
    }

    private void received(int number) {
        int exitCode = 128 + number;
        synchronized (this) {
            if (command == null || asked) { // nothing to save, or asked for the second time
                Runtime.getRuntime().halt(exitCode);
            }
            asked = true;
            command.interrupt();
        }
        Thread watch = new Thread(() -> haltAfterGrace(exitCode), "graft-signal");
        watch.setDaemon(true);
        watch.start();
    }

    private void haltAfterGrace(int exitCode) {
        try {
            Thread.sleep(grace.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        System.err.println("The command did not end within " + grace.toSeconds() + " s of the signal; ended by force.");
        Runtime.getRuntime().halt(exitCode);
    }
}
