package io.graft.tokenizers.unicode;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Runs tokenizers as the platform does: the same buffers from row to row. */
final class Tokenizing {
    private final Tokenizer tokenizer;
    private final TextBuffer text = new TextBuffer();
    final Tokens tokens = new Tokens();

    Tokenizing(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The terms of a text. */
    List<String> terms(String row) {
        run(row);
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) terms.add(tokens.term(i));
        return terms;
    }

    /** The tokens of a text, each as {@code term@start-end}. */
    List<String> full(String row) {
        run(row);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) all.add(tokens.term(i) + "@" + tokens.start(i) + "-" + tokens.end(i));
        return all;
    }

    void run(String row) {
        text.set(row);
        tokens.reset(text);
        tokenizer.tokenize(text, tokens);
    }
}
