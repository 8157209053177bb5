package io.graft.vectorizers;

import java.util.function.Consumer;

/**
 * Terms written one a line, so that any string of characters survives being stored as UTF-8 text.
 *
 * <p>A backslash becomes {@code \\}, a line feed {@code \n}, a carriage return {@code \r}, and half a surrogate pair
 * four hexadecimal digits after {@code \}{@code u}.
 */
final class TermLines {
    private TermLines() {}

    /** Adds a term and a line feed. */
    static void write(String term, StringBuilder to) {
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (c == '\\') to.append("\\\\");
            else if (c == '\n') to.append("\\n");
            else if (c == '\r') to.append("\\r");
            else if (!Character.isSurrogate(c)) to.append(c);
            else if (Character.isHighSurrogate(c)
                    && i + 1 < term.length()
                    && Character.isLowSurrogate(term.charAt(i + 1))) {
                to.append(c).append(term.charAt(++i));
            } else to.append(String.format("\\u%04x", (int) c));
        }
        to.append('\n');
    }

    /** Gives each line of a text, still escaped, without its line feed; what follows the last line feed is no line. */
    static void lines(String text, int from, Consumer<String> line) {
        for (int start = from, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1)
            line.accept(text.substring(start, end));
    }

    /** The term of a line. */
    static String read(String line) {
        if (line.indexOf('\\') < 0) return line;
        StringBuilder term = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                term.append(c);
                continue;
            }
            char escaped = ++i < line.length() ? line.charAt(i) : 0;
            switch (escaped) {
                case '\\' -> term.append('\\');
                case 'n' -> term.append('\n');
                case 'r' -> term.append('\r');
                case 'u' -> {
                    if (i + 5 > line.length()) throw broken(line);
                    try {
                        term.append((char) Integer.parseInt(line, i + 1, i + 5, 16));
                    } catch (NumberFormatException e) {
                        throw broken(line);
                    }
                    i += 4;
                }
                default -> throw broken(line);
            }
        }
        return term.toString();
    }

    private static IllegalArgumentException broken(String line) {
        return new IllegalArgumentException("the line '" + line + "' ends in, or holds, a broken escape");
    }
}
