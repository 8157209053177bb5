package io.graft.shell;

import java.util.concurrent.Callable;

/** A command: gets the services and the output of {@code graft}, gives an exit code. */
abstract class GraftCommand implements Callable<Integer> {
    /** Set when the command is made. */
    Graft graft;

    Graft.Services services() {
        return graft.services();
    }

    Output output() {
        return graft.output();
    }
}
