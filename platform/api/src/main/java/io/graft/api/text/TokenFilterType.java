package io.graft.api.text;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of token filter: tokens to tokens. */
@Kind("token-filter")
@ConsumerType
public interface TokenFilterType<S extends Record> extends ComponentType<S, TokenFilter> {}
