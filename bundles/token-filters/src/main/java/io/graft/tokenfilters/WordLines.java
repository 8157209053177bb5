package io.graft.tokenfilters;

import java.util.List;

/** Reads lists written one entry a line; blank lines, and lines that begin with a number sign, say nothing. */
final class WordLines {
    private WordLines() {}

    /** The entries, without the blanks around them. */
    static List<String> read(String text) {
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        return content.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
