package io.graft.api.backend;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What computes: it compiles programs to sessions and owns their tensors.
 *
 * <p><b>Lifecycle.</b> {@link #close} closes the sessions still open. <b>Threading.</b> Thread-safe.
 */
@ConsumerType
public interface Backend extends AutoCloseable {

    /** What of a program it cannot do: sentences that name operator and place; empty when it can do all. */
    List<String> unsupported(Program program);

    /** Compiles a program; parameters begin as their initializers say, for the seed of the options. */
    Session open(Program program, SessionOptions options);

    @Override
    void close();
}
