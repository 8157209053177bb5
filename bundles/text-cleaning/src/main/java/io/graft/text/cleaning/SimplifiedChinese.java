package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/** Makes traditional Chinese simplified: the longest phrase of the table first, else character by character. */
final class SimplifiedChinese implements Pass {
    private final ChineseTable table;

    SimplifiedChinese(ChineseTable table) {
        this.table = table;
    }

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        int kept = -1;
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            if (c < 0x2e80) continue;
            int from = table.phraseLength(chars, i, n);
            String other = null;
            if (from > 0) {
                other = table.phrase(new String(chars, i, from));
                if (other.length() == from) {
                    other.getChars(0, from, chars, i);
                    i += from - 1;
                    continue;
                }
            } else {
                char simple = table.simple(c);
                if (simple != 0) {
                    chars[i] = simple;
                    continue;
                }
                int codePoint = Character.codePointAt(chars, i, n);
                from = Character.charCount(codePoint);
                other = table.other(codePoint);
            }
            if (other != null) {
                if (kept < 0) {
                    text.begin();
                    kept = 0;
                }
                text.keep(kept, i);
                text.put(other, i);
                kept = i + from;
            }
            i += from - 1;
        }
        if (kept < 0) return;
        text.keep(kept, n);
        text.commit();
    }
}
