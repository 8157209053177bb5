package io.graft.serving;

import jakarta.servlet.http.HttpServletRequest;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows who may change what is served, for the requests of the inference protocol that do: {@code load} and {@code unload}.
 *
 * <p>While there is no such service, they are refused unless the server was started with {@code --dev}.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@ConsumerType
public interface Gatekeeper {

    /** Whether the one who sent a request may load and unload pipelines. */
    boolean mayOperate(HttpServletRequest request);
}
