package io.graft.pipeline.live;

import java.util.ArrayList;
import java.util.List;

/**
 * What components want to tell while a generation is prepared; later, when more workers of it are made, they have told it already.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class Warnings {
    private List<String> sentences = new ArrayList<>();

    synchronized void add(String sentence) {
        if (sentences != null && !sentences.contains(sentence)) sentences.add(sentence);
    }

    /** All so far; nothing is kept any more. */
    synchronized List<String> end() {
        List<String> all = sentences == null ? List.of() : sentences;
        sentences = null;
        return all;
    }
}
