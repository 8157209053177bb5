package io.graft.tokenizers.chinese;

/** What a character is to the Chinese tokenizer. */
enum CharacterClass {
    /** A Chinese character. */
    IDEOGRAPH,
    /** A letter or digit of any other script. */
    LETTER,
    /** A mark that belongs to the character before it. */
    MARK,
    /** White space, controls and what else nobody sees. */
    SPACE,
    /** Punctuation and symbols. */
    SYMBOL;

    static CharacterClass of(int codePoint) {
        if (codePoint < 128) {
            if (codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z') return LETTER;
            if (codePoint >= '0' && codePoint <= '9' || codePoint == '_') return LETTER;
            return codePoint <= ' ' || codePoint == 0x7f ? SPACE : SYMBOL;
        }
        if (Character.isIdeographic(codePoint)) return IDEOGRAPH;
        if (Character.isLetterOrDigit(codePoint)) return LETTER;
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> MARK;
            case Character.CONNECTOR_PUNCTUATION, Character.LETTER_NUMBER -> LETTER;
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL -> SPACE;
            // the joiners that scripts of India and emoji are written with
            case Character.FORMAT -> codePoint == 0x200c || codePoint == 0x200d ? MARK : SPACE;
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> SPACE;
            default -> SYMBOL;
        };
    }

    /** Whether a character may stand inside a clause. */
    static boolean inClause(int codePoint) {
        CharacterClass c = of(codePoint);
        return c == IDEOGRAPH || c == LETTER || c == MARK;
    }
}
