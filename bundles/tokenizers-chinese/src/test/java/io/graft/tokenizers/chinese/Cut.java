package io.graft.tokenizers.chinese;

import io.graft.api.Context;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text, cut. */
final class Cut {
    private static final ChineseWords TYPE = new ChineseWords();

    private Cut() {}

    static Tokenizer tokenizer(ChineseWords.Mode mode, boolean keepPunctuation, boolean names, String words) {
        var settings = new ChineseWords.Settings(
                Optional.ofNullable(words).map(w -> "words.txt"), mode, keepPunctuation, names);
        return TYPE.create(settings, new Words(words));
    }

    static Tokenizer standard() {
        return tokenizer(ChineseWords.Mode.STANDARD, false, false, null);
    }

    static List<String> words(Tokenizer tokenizer, String text) {
        TextBuffer buffer = new TextBuffer();
        buffer.set(text);
        Tokens tokens = new Tokens();
        tokens.reset(buffer);
        tokenizer.tokenize(buffer, tokens);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) words.add(tokens.term(i));
        return words;
    }

    /** Gives the words as the content of every file. */
    private record Words(String content) implements Context {
        @Override
        public Path path(String name) {
            throw new AssertionError("no path is needed");
        }

        @Override
        public String text(String name) {
            return content;
        }

        @Override
        public Optional<String> state() {
            return Optional.empty();
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public void warn(String sentence) {
            throw new AssertionError(sentence);
        }
    }
}
