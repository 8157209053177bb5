package io.graft.api.image;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.data.DataType;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of step from image to image. One that learns implements {@link io.graft.api.Learner} of {@link ImageBuffer} too. */
@Kind("image-step")
@ConsumerType
public interface ImageStepType<S extends Record> extends ComponentType<S, ImageStep> {

    /**
     * What a step with these settings gives, told before it has seen data.
     *
     * @throws io.graft.api.PipelineException when it cannot take that, with a sentence that says what would be right
     */
    DataType.Image gives(S settings, DataType.Image takes);
}
