package io.graft.tokenfilters;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.Tokens;
import org.osgi.service.component.annotations.Component;

/**
 * Puts terms into lower case, character by character and in no particular language.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenFilterType.class)
@ComponentName("lowercase")
public final class LowercaseFilter implements TokenFilterType<LowercaseFilter.Settings> {

    /** There is nothing to set. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public TokenFilter create(Settings settings, Context context) {
        return new Lower();
    }

    private static final class Lower implements TokenFilter {
        private char[] lower = new char[64];

        @Override
        public void filter(Tokens tokens) {
            for (int i = 0; i < tokens.size(); i++) {
                char[] chars = tokens.buffer();
                int from = tokens.termStart(i);
                int n = tokens.termEnd(i) - from;
                if (lower.length < n) lower = new char[Math.max(n, 2 * lower.length)];
                if (lower(chars, from, n)) tokens.term(i, lower, 0, n);
            }
        }

        /**
         * Fills in the lower case, and says whether it differs. No character has a lower case of another length in
         * UTF-16.
         */
        private boolean lower(char[] chars, int from, int n) {
            boolean changed = false;
            for (int i = 0; i < n; i++) {
                char c = chars[from + i];
                if (c < 128) {
                    lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
                } else if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(chars[from + i + 1])) {
                    int point = Character.toCodePoint(c, chars[from + i + 1]);
                    int small = Character.toLowerCase(point);
                    if (Character.charCount(small) != 2) small = point;
                    changed |= small != point;
                    lower[i++] = Character.highSurrogate(small);
                    lower[i] = Character.lowSurrogate(small);
                    continue;
                } else {
                    lower[i] = Character.toLowerCase(c);
                }
                changed |= lower[i] != c;
            }
            return changed;
        }
    }
}
