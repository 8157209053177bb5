package io.graft.api.text;

import org.osgi.annotation.versioning.ConsumerType;

/** Text to text. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface Cleaner {

    /** Cleans the text in place; false to drop the row from training. Outside training a row is never dropped. */
    boolean clean(TextBuffer text);

    /** Whether it works on training data only, e.g. because it drops duplicates. Each pass over the data begins with a new one. */
    default boolean trainingOnly() {
        return false;
    }
}
