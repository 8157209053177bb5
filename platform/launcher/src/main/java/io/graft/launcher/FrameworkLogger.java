package io.graft.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.BundleException;

/** Sends the framework's messages to the log; its own logger would print them on standard output, which is the command's. */
final class FrameworkLogger extends Logger {

    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        // a bundle that does not start is reported in a sentence of our own, see StartFailure
        System.Logger.Level severity = thrown instanceof BundleException ? System.Logger.Level.DEBUG : level(level);
        System.getLogger("org.apache.felix.framework").log(severity, message, thrown);
    }

    private static System.Logger.Level level(int level) {
        return switch (level) {
            case LOG_ERROR -> System.Logger.Level.ERROR;
            case LOG_WARNING -> System.Logger.Level.WARNING;
            case LOG_INFO -> System.Logger.Level.INFO;
            default -> System.Logger.Level.DEBUG;
        };
    }
}
