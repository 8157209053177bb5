package io.graft.shell;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The bundles that only a server needs. */
interface ServerBundles {

    /**
     * Starts them and comes back when requests are accepted.
     *
     * @throws io.graft.api.PipelineException PLUGIN_UNAVAILABLE when one of them does not come up
     */
    Started start(ServerSettings settings) throws InterruptedException;

    /** A server that accepts requests. */
    interface Started {

        /** Where it listens. */
        URI address();

        /** The token of the administrator, when it has just been made; it cannot be read again. */
        Optional<String> token();

        /** Ends in good order; gives the number of requests that were cut off. */
        int drain(Duration atMost) throws InterruptedException;
    }
}
