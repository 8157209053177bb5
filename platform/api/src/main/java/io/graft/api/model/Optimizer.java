package io.graft.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/** How parameters move along their gradients. Immutable. */
@ConsumerType
@FunctionalInterface
public interface Optimizer {

    /** The rule. */
    Rule rule();
}
