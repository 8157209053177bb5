package io.graft.api.text;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.data.Feature;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of vectorizer: tokens to numbers. One that learns implements {@link io.graft.api.Learner} of {@link Tokens} too. */
@Kind("vectorizer")
@ConsumerType
public interface VectorizerType<S extends Record> extends ComponentType<S, Vectorizer> {

    /** The tensors that a vectorizer with these settings gives at most, told before it has seen data, so that shapes can be checked. */
    List<Feature> features(S settings);
}
