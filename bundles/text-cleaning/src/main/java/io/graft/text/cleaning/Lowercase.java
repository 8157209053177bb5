package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;
import java.util.Locale;

/** Makes letters lower-case exactly as {@link String#toLowerCase(Locale)} does with {@link Locale#ROOT}. */
final class Lowercase implements Pass {
    /** The only character whose lower case is longer than itself. */
    private static final char CAPITAL_I_WITH_DOT = '\u0130';

    /** The only character whose lower case depends on its neighbours. */
    private static final char CAPITAL_SIGMA = '\u03a3';

    static void ascii(char[] chars, int n) {
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            chars[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
    }

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (c == CAPITAL_I_WITH_DOT || c == CAPITAL_SIGMA) {
                whole(text);
                return;
            }
        }
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (c < 128) {
                if (c >= 'A' && c <= 'Z') chars[i] = (char) (c + 32);
            } else if (!Character.isSurrogate(c)) {
                chars[i] = Character.toLowerCase(c);
            } else if (i + 1 < n && Character.isSurrogatePair(c, chars[i + 1])) {
                Character.toChars(Character.toLowerCase(Character.toCodePoint(c, chars[i + 1])), chars, i++);
            }
        }
    }

    private static void whole(TextBuffer text) {
        String lower = text.toString().toLowerCase(Locale.ROOT);
        int n = text.length();
        if (lower.length() == n) {
            lower.getChars(0, n, text.buffer(), 0);
            return;
        }
        text.begin();
        for (int i = 0, at = 0; i < n; i++) {
            boolean two = text.charAt(i) == CAPITAL_I_WITH_DOT;
            text.put(lower.charAt(at++), i);
            if (two) text.put(lower.charAt(at++), i);
        }
        text.commit();
    }
}
