package io.graft.console;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A call that there is.
 *
 * @param method the HTTP method
 * @param template the path below {@code /api/v1}, in which {@code {name}} stands for one part
 * @param parameters the names of the parameters that its query may have
 * @param handler reads the call
 */
record Route(String method, String template, Set<String> parameters, Handler handler) {

    /** Reads a call; what is wrong with it is thrown here, before any work begins. */
    interface Handler {
        Work read(Call call) throws IOException;
    }

    /** Whether it changes something. */
    boolean changes() {
        return !method.equals("GET");
    }

    List<String> parts() {
        return Router.parts(template);
    }
}
