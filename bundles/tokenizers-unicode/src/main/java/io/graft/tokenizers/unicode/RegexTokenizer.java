package io.graft.tokenizers.unicode;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Component;

/**
 * Finds tokens, or what separates them, by a regular expression of Java; {@code \w}, {@code \d} and {@code \s} mean all
 * of Unicode.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_SETTING when the pattern is broken, and when
 * matching it would read a text far
 * too often (catastrophic backtracking) or too deep.
 */
@Component(service = TokenizerType.class)
@ComponentName("regex")
public final class RegexTokenizer implements TokenizerType<RegexTokenizer.Settings> {

    /** What to look for. */
    public record Settings(
            @Default("\\s+") @Meaning("The regular expression, as Java writes them.")
            String pattern,

            @Default("split")
            @Meaning("Whether the pattern finds what separates tokens (split) or the tokens themselves (match).")
            PatternMode mode,

            @Default("0") @Min(0) @Meaning("For match, the group of the pattern that is the token; 0 is all of it.")
            int group) {

        /** Checks the pattern. */
        public Settings {
            try {
                int groups = Pattern.compile(pattern).matcher("").groupCount();
                if (group > groups) {
                    throw new IllegalArgumentException(
                            "'group' is " + group + ", but the pattern '" + pattern + "' has " + groups + " groups");
                }
            } catch (PatternSyntaxException e) {
                String where = e.getIndex() < 0 ? "" : " near position " + e.getIndex();
                throw new IllegalArgumentException(
                        "the pattern '" + pattern + "' is broken" + where + ": " + e.getDescription(), e);
            }
            if (group > 0 && mode == PatternMode.SPLIT)
                throw new IllegalArgumentException("'group' is for the mode 'match'");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Tokenizer create(Settings settings, Context context) {
        return new Finder(settings);
    }

    private static final class Finder implements Tokenizer {
        private final Settings settings;
        private final Reads reads = new Reads();
        private final Matcher matcher;

        Finder(Settings settings) {
            this.settings = settings;
            matcher = Pattern.compile(settings.pattern(), Pattern.UNICODE_CHARACTER_CLASS)
                    .matcher(reads);
        }

        @Override
        public void tokenize(TextBuffer text, Tokens tokens) {
            reads.set(text.buffer(), text.length());
            matcher.reset(reads);
            try {
                if (settings.mode() == PatternMode.MATCH) match(tokens);
                else split(text.length(), tokens);
            } catch (TooManyReads e) {
                throw failed(text, "reads it more than " + reads.most + " times, as it backtracks");
            } catch (StackOverflowError e) {
                throw failed(text, "goes too deep");
            }
        }

        private void match(Tokens tokens) {
            int group = settings.group();
            int before = 0;
            while (matcher.find()) {
                int start = matcher.start(group);
                // a group in a look-behind may lie before the last token
                if (start < before || matcher.end(group) == start) continue;
                tokens.add(start, matcher.end(group));
                before = start;
            }
        }

        private void split(int length, Tokens tokens) {
            int start = 0;
            while (matcher.find()) {
                if (matcher.start() > start) tokens.add(start, matcher.start());
                start = Math.max(start, matcher.end());
            }
            if (length > start) tokens.add(start, length);
        }

        private PipelineException failed(TextBuffer text, String how) {
            return new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "",
                    "The pattern '" + settings.pattern() + "' cannot be applied to a text of " + text.length()
                            + " characters: it " + how
                            + ". Write it without repetitions inside repetitions, or with possessive ones (a++).");
        }
    }

    /** A text that may be read so often. */
    private static final class Reads implements CharSequence {
        private static final long AT_LEAST = 1_000_000;
        private static final long FOR_EACH_CHARACTER = 1_000;

        private char[] chars = new char[0];
        private int length;
        private long most;
        private long done;

        void set(char[] text, int newLength) {
            chars = text;
            length = newLength;
            most = AT_LEAST + FOR_EACH_CHARACTER * newLength;
            done = 0;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            if (++done > most) throw TooManyReads.SIGNAL;
            return chars[index];
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new String(chars, start, end - start);
        }

        @Override
        public String toString() {
            return new String(chars, 0, length);
        }
    }

    private static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final TooManyReads SIGNAL = new TooManyReads();

        private TooManyReads() {
            super(null, null, false, false);
        }
    }
}
