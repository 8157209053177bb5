package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/**
 * Takes out characters that nobody sees: controls that are no white space, byte order marks, soft hyphens, zero-width spaces,
 * marks of direction, noncharacters, and halves of surrogate pairs.
 *
 * <p>Joiners, variation selectors and tags stay: emoji and the scripts of India are written with them.
 */
final class ControlCharacters implements Pass {

    static boolean inAscii(char[] chars, int n) {
        boolean found = false;
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            found |= c < ' ' && (c < '\t' || c > '\r') || c == 0x7f;
        }
        return found;
    }

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        int kept = -1;
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (c >= ' ' && c < 0x7f) continue;
            int width = 1;
            boolean goes;
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < n && Character.isSurrogatePair(c, chars[i + 1]);
                if (pair) width = 2;
                goes = !pair || (Character.toCodePoint(c, chars[i + 1]) & 0xfffe) == 0xfffe;
            } else {
                goes = goes(c);
            }
            if (goes) {
                if (kept < 0) {
                    text.begin();
                    kept = 0;
                }
                text.keep(kept, i);
                kept = i + width;
            }
            i += width - 1;
        }
        if (kept < 0) return;
        text.keep(kept, n);
        text.commit();
    }

    private static boolean goes(char c) {
        if (c < 0xa0) return (c < '\t' || c > '\r') && c != 0x85;
        return switch (c) {
            case 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2060, 0xfeff, 0xfff9, 0xfffa, 0xfffb, 0xfffe, 0xffff -> true;
            default -> c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c >= 0xfdd0 && c <= 0xfdef;
        };
    }
}
