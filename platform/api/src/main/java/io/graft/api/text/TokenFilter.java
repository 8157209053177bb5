package io.graft.api.text;

import org.osgi.annotation.versioning.ConsumerType;

/** Tokens to tokens. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface TokenFilter {

    /** Changes the tokens in place. */
    void filter(Tokens tokens);
}
