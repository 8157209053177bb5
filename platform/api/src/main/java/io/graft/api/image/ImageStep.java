package io.graft.api.image;

import org.osgi.annotation.versioning.ConsumerType;

/** Image to image. For one thread at a time. */
@ConsumerType
@FunctionalInterface
public interface ImageStep {

    /** Changes the image in place. */
    void apply(ImageBuffer image);
}
