package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/** Makes full-width letters, digits, marks and spaces the ordinary ones (block FF00 of Unicode, and the ideographic space). */
final class HalfWidth implements Pass {
    /** What U+FFE0 to U+FFE6 stand for: cent, pound, not, macron, broken bar, yen, won. */
    private static final String SIGNS = "\u00a2\u00a3\u00ac\u00af\u00a6\u00a5\u20a9";

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (c < '\u3000') continue;
            if (c == '\u3000') chars[i] = ' ';
            else if (c >= '\uff01' && c <= '\uff5e') chars[i] = (char) (c - 0xfee0);
            else if (c >= '\uffe0' && c <= '\uffe6') chars[i] = SIGNS.charAt(c - 0xffe0);
        }
    }
}
