package io.graft.console;

import java.util.concurrent.Callable;

/**
 * What a call does, once it has been read.
 *
 * @param subject the pipeline or plug-in that it is about; empty when that is not known yet
 * @param call does it
 * @param after gives back what reading took, whatever came of it
 */
record Work(String subject, Callable<Answer> call, Runnable after) {

    /** Work on something. */
    static Work on(String subject, Callable<Answer> call) {
        return new Work(subject, call, () -> {});
    }

    /** Work that is nothing but telling. */
    static Work tell(Object body) {
        return on("", () -> Answer.ok(body));
    }
}
