package io.graft.tokenfilters;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.Tokens;
import org.osgi.service.component.annotations.Component;
import org.tartarus.snowball.SnowballStemmer;

/**
 * Takes endings off words by a Snowball stemmer, so that forms of one word become one term.
 *
 * <p>The stemmers expect lower case. Terms of more than {@value #LONGEST} characters are no words and stay; so does one
 * that would vanish.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> None.
 */
@Component(service = TokenFilterType.class)
@ComponentName("stemmer")
public final class StemmerFilter implements TokenFilterType<StemmerFilter.Settings> {
    static final int LONGEST = 255;

    /** The language. */
    public record Settings(
            @Default("english") @Meaning("The language of the words; 'porter' is English by the older algorithm.")
            StemmerLanguage language) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public TokenFilter create(Settings settings, Context context) {
        return new Stems(settings.language().open());
    }

    private static final class Stems implements TokenFilter {
        private final SnowballStemmer stemmer;
        private final char[] word = new char[2 * LONGEST];

        Stems(SnowballStemmer stemmer) {
            this.stemmer = stemmer;
        }

        @Override
        public void filter(Tokens tokens) {
            for (int i = 0; i < tokens.size(); i++) {
                int from = tokens.termStart(i);
                int n = tokens.termEnd(i) - from;
                if (n == 0 || n > LONGEST) continue;
                char[] chars = tokens.buffer();
                System.arraycopy(chars, from, word, 0, n);
                stemmer.setCurrent(word, n);
                stemmer.stem();
                int length = stemmer.getCurrentBufferLength();
                char[] stem = stemmer.getCurrentBuffer();
                if (length == 0 || length == n && same(chars, from, stem, n)) continue;
                tokens.term(i, stem, 0, length);
            }
        }

        private static boolean same(char[] chars, int from, char[] stem, int n) {
            for (int i = 0; i < n; i++) if (chars[from + i] != stem[i]) return false;
            return true;
        }
    }
}
