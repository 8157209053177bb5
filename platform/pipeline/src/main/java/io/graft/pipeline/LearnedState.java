package io.graft.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the steps of a pipeline learned from the training data, and the small files that its settings name.
 *
 * <p>It is all text, lies in the model, and makes a trained pipeline complete without the data and the files it was made from.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
public final class LearnedState {
    private static final String FILES = "files/";

    private final Map<String, String> texts = Collections.synchronizedMap(new TreeMap<>());

    /** Nothing learned yet. */
    public LearnedState() {}

    /** What a model holds. */
    public LearnedState(Map<String, String> texts) {
        this.texts.putAll(texts);
    }

    /** Everything, by the path under which the model keeps it. */
    public Map<String, String> texts() {
        synchronized (texts) {
            return Map.copyOf(texts);
        }
    }

    String of(String step) {
        return texts.get(step);
    }

    void of(String step, String text) {
        texts.put(step, text);
    }

    String file(String name) {
        return texts.get(FILES + name);
    }

    void file(String name, String text) {
        texts.put(FILES + name, text);
    }
}
