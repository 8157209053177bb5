package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/**
 * Puts a mask in place of numbers: digits of any script, with single points and commas between digits.
 *
 * <p>Digits that belong to a word or carry a mark stay, as in {@code mp3}, {@code 16S} or a keycap; the characters of Chinese,
 * Japanese, Korean and Thai beside a number do not make it part of a word.
 */
final class NumberMask implements Pass {
    private final String mask;

    NumberMask(String mask) {
        this.mask = mask;
    }

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        int kept = -1;
        boolean inWord = false;
        for (int i = 0; i < n; ) {
            char c = chars[i];
            int codePoint = c < 128 || !Character.isSurrogate(c) ? c : Character.codePointAt(chars, i, n);
            if (!Character.isDigit(codePoint)) {
                inWord = ofWord(codePoint);
                i += Character.charCount(codePoint);
                continue;
            }
            int end = numberEnd(chars, i, n);
            boolean word = inWord || end < n && ofWord(Character.codePointAt(chars, end, n));
            inWord = word;
            if (!word) {
                if (kept < 0) {
                    text.begin();
                    kept = 0;
                }
                text.keep(kept, i);
                text.put(mask, i);
                kept = end;
            }
            i = end;
        }
        if (kept < 0) return;
        text.keep(kept, n);
        text.commit();
    }

    private static int numberEnd(char[] chars, int start, int n) {
        int end = start;
        for (int i = start; i < n; ) {
            int codePoint = Character.codePointAt(chars, i, n);
            i += Character.charCount(codePoint);
            if (Character.isDigit(codePoint)) {
                end = i;
            } else if ((codePoint != '.' && codePoint != ',') || i - 1 != end) {
                break;
            }
        }
        return end;
    }

    private static boolean ofWord(int codePoint) {
        if (codePoint < 128)
            return codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z' || codePoint == '_';
        switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> {
                return true;
            }
            default -> {}
        }
        if (!Character.isLetter(codePoint) || Character.isIdeographic(codePoint)) return false;
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }
}
