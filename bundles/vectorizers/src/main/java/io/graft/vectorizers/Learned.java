package io.graft.vectorizers;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What vectorizers of one type read from their learned states, shared by all that have the same state.
 *
 * <p><b>Threading.</b> Thread-safe. Values are held weakly: they go when the last vectorizer that uses them goes.
 *
 * @param <T> what is read from a state; immutable
 */
final class Learned<T> {
    private final String component;
    private final Function<String, T> read;
    private final Function<T, String> state;
    private final List<WeakReference<T>> known = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param component the name in messages
     * @param read reads a state; throws an {@link IllegalArgumentException} when it is damaged
     * @param state the state that a value was read from
     */
    Learned(String component, Function<String, T> read, Function<T, String> state) {
        this.component = component;
        this.read = read;
        this.state = state;
    }

    /** What a component learned. */
    T of(Context context) {
        String text = context.state()
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.BAD_MODEL,
                        "",
                        "The " + component + " has learned nothing yet; train the pipeline first."));
        synchronized (known) {
            Predicate<WeakReference<T>> gone = r -> r.get() == null;
            known.removeIf(gone);
            for (WeakReference<T> reference : known) {
                T value = reference.get();
                if (value != null && state.apply(value).equals(text)) return value;
            }
            T value = parse(text);
            known.add(new WeakReference<>(value));
            return value;
        }
    }

    private T parse(String text) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    ErrorCode.BAD_MODEL,
                    "",
                    "What the " + component + " has learned is damaged: " + e.getMessage() + ".",
                    e);
        }
    }
}
