package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;
import java.text.Normalizer;

/**
 * Brings a text to a normalization form, piece by piece between the places where nothing combines, so that every character keeps
 * its origin. The outcome is that of {@link Normalizer} on the whole text.
 */
final class Normalization implements Pass {
    private final NormalizationTable table;

    /** Up to where the text has been taken over into its new version, or -1 while none has begun. */
    private int kept;

    Normalization(NormalizationTable table) {
        this.table = table;
    }

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        kept = -1;
        int start = 0;
        boolean normal = true;
        for (int i = 0; i < n; ) {
            char c = chars[i];
            if (c < 128) {
                if (!normal) piece(text, start, i);
                start = i++;
                normal = true;
                continue;
            }
            int codePoint = Character.isSurrogate(c) ? Character.codePointAt(chars, i, n) : c;
            int flags = table.of(codePoint);
            boolean stable = (flags & NormalizationTable.STABLE) != 0;
            if ((flags & NormalizationTable.BOUNDARY) != 0 || i == 0) {
                if (!normal) piece(text, start, i);
                start = i;
                normal = stable;
            } else {
                normal = false;
            }
            i += Character.charCount(codePoint);
        }
        if (!normal) piece(text, start, n);
        if (kept < 0) return;
        text.keep(kept, n);
        text.commit();
    }

    private void piece(TextBuffer text, int start, int end) {
        char[] chars = text.buffer();
        String before = new String(chars, start, end - start);
        String after = Normalizer.normalize(before, table.form());
        if (after.equals(before)) return;
        if (before.length() == 1 && after.length() == 1) {
            chars[start] = after.charAt(0);
            return;
        }
        if (kept < 0) {
            text.begin();
            kept = 0;
        }
        text.keep(kept, start);
        text.put(after, start);
        kept = end;
    }
}
