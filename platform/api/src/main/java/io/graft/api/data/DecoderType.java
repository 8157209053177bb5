package io.graft.api.data;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of decoder. No descriptor names one: a pipeline of images or sounds takes the first by name that gives those. */
@Kind("decoder")
@ConsumerType
public interface DecoderType<S extends Record> extends ComponentType<S, Decoder> {

    /** What it makes of bytes: {@link DataType.Image} or {@link DataType.Audio}, of unknown size. */
    DataType gives();
}
