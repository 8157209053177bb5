package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/** Makes each run of white space one space, and takes it away at both ends. */
final class WhiteSpace implements Pass {

    @Override
    public void apply(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        boolean longer = n > 0 && is(chars[0]) || n > 0 && is(chars[n - 1]);
        boolean before = false;
        for (int i = 0; i < n; i++) {
            char c = chars[i];
            boolean space = c == ' ' || c < ' ' || c > 0x7e ? is(c) : false;
            if (space) chars[i] = ' ';
            longer |= space & before;
            before = space;
        }
        if (!longer) return;

        text.begin();
        int end = n;
        while (end > 0 && chars[end - 1] == ' ') end--;
        int i = 0;
        while (i < end && chars[i] == ' ') i++;
        while (i < end) {
            int from = i;
            // a run is kept with its first space
            while (i < end && (chars[i] != ' ' || chars[i + 1] != ' ')) i++;
            if (i == end) {
                text.keep(from, end);
                break;
            }
            text.keep(from, ++i);
            while (chars[i] == ' ') i++;
        }
        text.commit();
    }

    static boolean is(char c) {
        if (c < 0x80) return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
        return c == 0x85 || Character.isSpaceChar(c);
    }
}
