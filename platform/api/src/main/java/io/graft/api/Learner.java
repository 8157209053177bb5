package io.graft.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A component type whose components must see the training data before they can be created, e.g. a vocabulary.
 *
 * <p><b>Lifecycle.</b> The platform calls {@link #learn} once a run, gives it every item of the training part in order, takes the
 * state and stores it in the model; {@link ComponentType#create} then finds it in {@link Context#state()}.
 *
 * @param <S> the settings record of the component type
 * @param <I> what it learns from, e.g. {@link io.graft.api.text.Tokens}; an item is only valid during the call
 */
@ConsumerType
public interface Learner<S extends Record, I> {

    /** Begins to learn. */
    Lesson<I> learn(S settings, Context context);

    /** One pass over the training data; used by one thread. */
    @ConsumerType
    interface Lesson<I> {

        /** Takes the next item into account. */
        void see(I item);

        /** What was learned, as text (plain or JSON), never as serialized objects. */
        String state();
    }
}
