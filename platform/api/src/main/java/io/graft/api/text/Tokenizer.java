package io.graft.api.text;

import org.osgi.annotation.versioning.ConsumerType;

/** Text to tokens. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface Tokenizer {

    /** Adds the tokens of the text, from left to right; {@code tokens} has been reset to the text. */
    void tokenize(TextBuffer text, Tokens tokens);
}
