package io.graft.api.text;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of tokenizer: text to tokens. */
@Kind("tokenizer")
@ConsumerType
public interface TokenizerType<S extends Record> extends ComponentType<S, Tokenizer> {}
