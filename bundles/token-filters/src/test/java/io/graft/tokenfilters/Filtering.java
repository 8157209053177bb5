package io.graft.tokenfilters;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs filters as the platform does: the same tokens from row to row. Tokens are what blanks separate. */
final class Filtering {
    private final TokenFilter filter;
    private final TextBuffer text = new TextBuffer();
    final Tokens tokens = new Tokens();

    Filtering(TokenFilter filter) {
        this.filter = filter;
    }

    /** The terms that a filter leaves of a row, with blanks between them. */
    String terms(String row) {
        run(row);
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) terms.add(tokens.term(i));
        return String.join(" ", terms);
    }

    /** The same, each as {@code term@start-end}. */
    String full(String row) {
        run(row);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) all.add(tokens.term(i) + "@" + tokens.start(i) + "-" + tokens.end(i));
        return String.join(" ", all);
    }

    void run(String row) {
        text.set(row);
        tokens.reset(text);
        int start = 0;
        for (int i = 0; i <= row.length(); i++) {
            if (i < row.length() && row.charAt(i) != ' ') continue;
            if (i > start) tokens.add(start, i);
            start = i + 1;
        }
        filter.filter(tokens);
    }

    /** A context with files of these contents. */
    static Context context(Map<String, String> files) {
        return new Context() {
            @Override
            public Path path(String name) {
                return Path.of(name);
            }

            @Override
            public String text(String name) {
                String content = files.get(name);
                if (content == null)
                    throw new PipelineException(ErrorCode.BAD_DATA, name, "There is no file '" + name + "'.");
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
            public void warn(String sentence) {}
        };
    }
}
