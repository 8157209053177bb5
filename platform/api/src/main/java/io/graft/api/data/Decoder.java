package io.graft.api.data;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes a row of the bytes of a file, such as a PNG or a wav, when it comes by itself, e.g. in a request. For one thread at a time. */
@ConsumerType
public interface Decoder {

    /**
     * Decodes.
     *
     * @param into filled: its image or its sound
     * @throws io.graft.api.PipelineException of code BAD_DATA when they are not what they should be
     */
    void decode(byte[] bytes, int from, int length, Sample into);
}
