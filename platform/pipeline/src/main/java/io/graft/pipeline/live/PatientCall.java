package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.Underway;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for work that calls plug-ins, but not for ever: a plug-in that hangs is named and its thread is left behind. */
final class PatientCall {
    private static final long LOOK_MS = 100;

    private PatientCall() {}

    /**
     * Does it on a thread of its own.
     *
     * @param patience how long one call of a plug-in may take
     * @param drop takes a result that came too late
     */
    static <T> T call(String thread, Duration patience, Function<Underway, T> work, Consumer<T> drop) {
        Underway underway = new Underway();
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        T made = work.apply(underway);
                        if (!result.complete(made)) drop.accept(made);
                    } catch (Throwable e) { // whatever it is, somebody waits for it
                        result.completeExceptionally(e);
                    }
                },
                thread);
        worker.setDaemon(true);
        worker.setContextClassLoader(null);
        worker.start();
        for (; ; )
            try {
                return result.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                underway.overdue(patience).ifPresent(late -> {
                    PipelineException hangs = new PipelineException(
                            ErrorCode.PLUGIN_FAILED,
                            "",
                            "It was waited " + late.since().toSeconds() + " s for " + late.what()
                                    + ", which has not come back. It hangs" + where(worker)
                                    + "; its thread is left behind.");
                    if (result.completeExceptionally(hangs)) worker.interrupt();
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                PipelineException interrupted = new PipelineException(
                        ErrorCode.INTERRUPTED, "", "Interrupted while a generation was prepared.");
                if (result.completeExceptionally(interrupted)) {
                    worker.interrupt();
                    throw interrupted;
                }
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof PipelineException p) return p;
        if (cause instanceof OutOfMemoryError)
            return new PipelineException(
                    ErrorCode.RESOURCE, "", "There is not enough memory for another generation: " + cause + ".", cause);
        return new PipelineException(
                cause instanceof Error ? ErrorCode.PLUGIN_FAILED : ErrorCode.INTERNAL,
                "",
                "A generation could not be prepared: " + cause + ".",
                cause);
    }

    /** The innermost place that belongs neither to Java nor to Graft. */
    static String where(Thread worker) {
        for (StackTraceElement frame : worker.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun."))
                return " in " + name + "." + frame.getMethodName();
        }
        return "";
    }
}
