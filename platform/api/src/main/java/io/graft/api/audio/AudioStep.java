package io.graft.api.audio;

import org.osgi.annotation.versioning.ConsumerType;

/** Sound to sound. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface AudioStep {

    /** Changes the sound in place. */
    void apply(AudioBuffer sound);
}
