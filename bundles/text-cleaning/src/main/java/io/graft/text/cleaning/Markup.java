package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;
import java.util.Locale;
import java.util.Set;

/**
 * Takes out HTML tags, comments, and what scripts and style sheets hold, and decodes character references.
 *
 * <p>It finds tags as the tokenizer of the HTML standard does, but what does not end is text, not markup. A tag that a browser
 * would break the line at, or begin a new cell, becomes a space. In time linear in the length of the text.
 */
final class Markup implements Pass {
    /** Tags inside a line: they do not part words. */
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
            "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
            "sub", "sup", "time", "tt", "u", "var", "wbr");

    private final CharacterReferences references = new CharacterReferences();
    private char[] chars;
    private int n;
    private int lastClose;
    private boolean quotesEnd;
    private boolean commentsEnd;
    private boolean scriptsEnd;
    private boolean stylesEnd;

    @Override
    public void apply(TextBuffer text) {
        chars = text.buffer();
        n = text.length();
        int i = 0;
        while (i < n && chars[i] != '<' && chars[i] != '&') i++;
        if (i == n) return;

        lastClose = n - 1;
        while (lastClose >= 0 && chars[lastClose] != '>') lastClose--;
        quotesEnd = true;
        commentsEnd = true;
        scriptsEnd = true;
        stylesEnd = true;
        text.begin();
        int kept = 0;
        while (i < n) {
            char c = chars[i];
            if (c == '<') {
                int end = markupEnd(i);
                if (end >= 0) {
                    text.keep(kept, i);
                    if (!inline(i + 1)) text.put(' ', i);
                    i = end;
                    kept = end;
                    continue;
                }
            } else if (c == '&') {
                int end = references.decode(chars, i, n);
                if (end >= 0) {
                    text.keep(kept, i);
                    text.put(references.decoded(), i);
                    i = end;
                    kept = end;
                    continue;
                }
            }
            i++;
        }
        text.keep(kept, n);
        text.commit();
        chars = null;
    }

    /** Where the markup that begins here ends, or -1 when it is text. */
    private int markupEnd(int start) {
        if (start + 1 >= n || start > lastClose) return -1;
        char c = chars[start + 1];
        if (c == '!' || c == '?') return declarationEnd(start);
        boolean closing = c == '/';
        int at = closing ? start + 2 : start + 1;
        if (at >= n || !letter(chars[at])) return -1;
        int end = tagEnd(at);
        if (end < 0 || closing) return end;
        if (named(at, "script") && scriptsEnd) {
            int close = closing("script", end);
            scriptsEnd = close >= 0;
            return scriptsEnd ? close : end;
        }
        if (named(at, "style") && stylesEnd) {
            int close = closing("style", end);
            stylesEnd = close >= 0;
            return stylesEnd ? close : end;
        }
        return end;
    }

    private int declarationEnd(int start) {
        if (commentsEnd
                && start + 3 < n
                && chars[start + 1] == '!'
                && chars[start + 2] == '-'
                && chars[start + 3] == '-') {
            for (int i = start + 4; i + 2 < n; i++) {
                if (chars[i] == '-' && chars[i + 1] == '-' && chars[i + 2] == '>') return i + 3;
            }
            commentsEnd = false;
        }
        return closeAfter(start);
    }

    /** Where a tag ends whose name begins here; a closing angle bracket in a quoted value does not end it. */
    private int tagEnd(int name) {
        if (!quotesEnd) return closeAfter(name);
        for (int i = name; i < n; i++) {
            if (chars[i] == '>') return i + 1;
            if (chars[i] != '=') continue;
            int value = i + 1;
            while (value < n && WhiteSpace.is(chars[value])) value++;
            if (value == n) break;
            char quote = chars[value];
            if (quote != '"' && quote != '\'') continue;
            int close = value + 1;
            while (close < n && chars[close] != quote) close++;
            if (close == n) break;
            i = close;
        }
        // from here on a quote that is not closed may come at any place, so that quotes say nothing
        quotesEnd = false;
        return closeAfter(name);
    }

    private int closeAfter(int start) {
        if (start > lastClose) return -1;
        int i = start;
        while (chars[i] != '>') i++;
        return i + 1;
    }

    /** Where the closing tag of an element ends, or -1. */
    private int closing(String name, int from) {
        for (int i = from; i + name.length() + 2 <= n; i++) {
            if (chars[i] == '<' && chars[i + 1] == '/' && named(i + 2, name)) return closeAfter(i);
        }
        return -1;
    }

    private boolean named(int at, String name) {
        int end = at + name.length();
        if (end > n || end < n && (letter(chars[end]) || chars[end] >= '0' && chars[end] <= '9')) return false;
        for (int i = 0; i < name.length(); i++) {
            if ((chars[at + i] | 0x20) != name.charAt(i)) return false;
        }
        return true;
    }

    private boolean inline(int at) {
        if (chars[at] == '!' || chars[at] == '?') return true;
        int start = chars[at] == '/' ? at + 1 : at;
        int end = start;
        while (end < n && (letter(chars[end]) || chars[end] >= '0' && chars[end] <= '9')) end++;
        return end - start <= 7 && INLINE.contains(new String(chars, start, end - start).toLowerCase(Locale.ROOT));
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
