package io.graft.tokenfilters;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import org.osgi.service.component.annotations.Component;

/**
 * Drops tokens that are too short or too long.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenFilterType.class)
@ComponentName("length")
public final class LengthFilter implements TokenFilterType<LengthFilter.Settings> {

    /** The bounds. */
    public record Settings(
            @Default("1") @Min(0) @Unit("code points") @Meaning("Tokens shorter than this are dropped.")
            int min,

            @Default("255") @Min(1) @Unit("code points") @Meaning("Tokens longer than this are dropped.")
            int max) {

        /** Checks the order. */
        public Settings {
            if (min > max)
                throw new IllegalArgumentException(
                        "'min' (" + min + ") is greater than 'max' (" + max + "), so no token would stay");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public TokenFilter create(Settings settings, Context context) {
        int min = settings.min();
        int max = settings.max();
        return tokens -> {
            char[] chars = tokens.buffer();
            tokens.retain(i -> {
                int from = tokens.termStart(i);
                int n = Character.codePointCount(chars, from, tokens.termEnd(i) - from);
                return n >= min && n <= max;
            });
        };
    }
}
