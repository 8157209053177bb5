package io.graft.api.audio;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of features of sound: sound to numbers. */
@Kind("audio-features")
@ConsumerType
public interface AudioFeaturesType<S extends Record> extends ComponentType<S, AudioFeatures> {

    /**
     * The tensors that features with these settings give, told before there is data.
     *
     * @throws io.graft.api.PipelineException when they cannot take that sound
     */
    List<Feature> features(S settings, DataType.Audio takes);
}
