package io.graft.tokenizers.chinese;

import static io.graft.tokenizers.chinese.CharacterClass.IDEOGRAPH;
import static io.graft.tokenizers.chinese.CharacterClass.LETTER;
import static io.graft.tokenizers.chinese.CharacterClass.MARK;
import static io.graft.tokenizers.chinese.CharacterClass.SPACE;
import static io.graft.tokenizers.chinese.CharacterClass.SYMBOL;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;

/**
 * Cuts a text into clauses at white space and symbols, and the clauses that hold Chinese into words.
 *
 * <p>A run of letters and digits of other scripts is never cut, with the points, commas and apostrophes within it that Annex 29 of
 * Unicode joins; nor is anything cut before a mark or within a code point.
 */
final class ChineseTokenizer implements Tokenizer {
    /** A clause ends at the next Chinese character beyond this. */
    private static final int LONG_CLAUSE = 2000;

    private final ClauseCutter cutter;
    private final UserDictionary dictionary;
    private final boolean keepSymbols;
    private final Clause clause = new Clause();

    private char[] chars;
    private int n;

    ChineseTokenizer(ClauseCutter cutter, UserDictionary dictionary, boolean keepSymbols) {
        this.cutter = cutter;
        this.dictionary = dictionary;
        this.keepSymbols = keepSymbols;
    }

    @Override
    public void tokenize(TextBuffer text, Tokens tokens) {
        chars = text.buffer();
        n = text.length();
        clause.begin(0);
        CharacterClass before = SPACE;
        for (int i = 0; i < n; ) {
            int own = before == LETTER ? 0 : ownWord(i);
            if (own > 0) {
                cutter.cut(clause, chars, tokens);
                tokens.add(i, i + own);
                i += own;
                clause.begin(i);
                before = SYMBOL;
                continue;
            }
            int codePoint = codePoint(i);
            int next = i + Character.charCount(codePoint);
            CharacterClass found = CharacterClass.of(codePoint);
            CharacterClass c = found;
            boolean afterWord = before == LETTER || before == IDEOGRAPH;
            if (c == MARK && afterWord) c = before;
            else if (c == SYMBOL && before == LETTER && joins(codePoint, i, next)) c = LETTER;

            if (c == IDEOGRAPH || c == LETTER) {
                boolean cuttable = found == IDEOGRAPH || c != before;
                if (found == IDEOGRAPH && clause.length() >= LONG_CLAUSE) {
                    cutter.cut(clause, chars, tokens);
                    clause.begin(i);
                }
                clause.add(next - i, c == IDEOGRAPH, c != before, cuttable);
            } else {
                cutter.cut(clause, chars, tokens);
                if (c == SYMBOL) {
                    int start = i;
                    next = symbolEnd(i, codePoint);
                    if (keepSymbols) tokens.add(start, next);
                }
                clause.begin(next);
            }
            before = c;
            i = next;
        }
        cutter.cut(clause, chars, tokens);
        clause.begin(0);
        chars = null;
    }

    /** The length of the word of the person's own dictionary that begins here and holds a symbol, or 0. */
    private int ownWord(int at) {
        int length = dictionary.withSymbolsAt(chars, at, n);
        if (length == 0) return 0;
        int end = at + length;
        if (end == n) return length;
        CharacterClass last = CharacterClass.of(Character.codePointBefore(chars, end));
        CharacterClass next = CharacterClass.of(codePoint(end));
        return next == MARK || last == LETTER && next == LETTER ? 0 : length;
    }

    /** Whether a symbol between two letters, or two digits, joins them. */
    private boolean joins(int symbol, int at, int next) {
        if (next >= n || symbol != '.' && symbol != ',' && symbol != '\'' && symbol != '\u2019') return false;
        int before = Character.codePointBefore(chars, at);
        int after = codePoint(next);
        boolean digits = Character.isDigit(before) && Character.isDigit(after);
        boolean letters = Character.isLetter(before) && Character.isLetter(after) && CharacterClass.of(after) == LETTER;
        return switch (symbol) {
            case '.' -> letters || digits;
            case ',' -> digits;
            default -> letters;
        };
    }

    /** Where a symbol ends that begins here: with its marks and joined parts, and with those equal to it that follow. */
    private int symbolEnd(int start, int codePoint) {
        int end = start + Character.charCount(codePoint);
        while (end < n) {
            int next = codePoint(end);
            CharacterClass c = CharacterClass.of(next);
            boolean joined = chars[end - 1] == '\u200d' && c == SYMBOL;
            boolean skinTone = next >= 0x1f3fb && next <= 0x1f3ff;
            if (next != codePoint && c != MARK && !joined && !skinTone) break;
            end += Character.charCount(next);
        }
        return end;
    }

    private int codePoint(int at) {
        char c = chars[at];
        return Character.isSurrogate(c) ? Character.codePointAt(chars, at, n) : c;
    }
}
