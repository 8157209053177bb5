package io.graft.api.audio;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.data.DataType;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of step from sound to sound. One that learns implements {@link io.graft.api.Learner} of {@link AudioBuffer} too. */
@Kind("audio-step")
@ConsumerType
public interface AudioStepType<S extends Record> extends ComponentType<S, AudioStep> {

    /**
     * What a step with these settings gives, told before it has seen data.
     *
     * @throws io.graft.api.PipelineException when it cannot take that, with a sentence that says what would be right
     */
    DataType.Audio gives(S settings, DataType.Audio takes);
}
