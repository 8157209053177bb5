package io.graft.serving;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The HTTP server of this process.
 *
 * <p><b>Lifecycle.</b> The service is there once requests are accepted. <b>Threading.</b> Thread-safe.
 */
@ProviderType
public interface Server {

    /** Where it listens, e.g. {@code http://127.0.0.1:8181/}; empty while it does not. */
    Optional<URI> address();

    /**
     * Ends in good order: {@code /health/ready} says no at once, and answers tell clients to close their connections. New requests are answered until none has
     * come for a moment or the grace time {@code graft.drain.grace} is over, and refused with 503 from then on. When all that have begun are answered, or the
     * time is over, the connections are closed; then it returns.
     *
     * @return how many requests were cut off
     */
    int drain(Duration atMost) throws InterruptedException;
}
