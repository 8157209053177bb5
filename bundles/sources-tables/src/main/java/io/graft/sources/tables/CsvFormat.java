package io.graft.sources.tables;

/**
 * How a table is written.
 *
 * @param delimiter what stands between two fields
 * @param quote what stands around a field that holds delimiters or line breaks, or 0 for nothing
 */
record CsvFormat(char delimiter, char quote) {

    /** Checks that the characters differ. */
    CsvFormat {
        if (delimiter == quote) throw new IllegalArgumentException("'delimiter' and 'quote' are the same character");
        if (delimiter == '\n' || delimiter == '\r')
            throw new IllegalArgumentException("'delimiter' must not be a line break");
    }

    /** Reads the settings. */
    static CsvFormat of(String delimiter, String quote) {
        char d =
                switch (delimiter) {
                    case "\\t", "tab" -> '\t';
                    case "", "\0" ->
                        throw new IllegalArgumentException("'delimiter' is empty; write one character, or 'tab'");
                    default -> one("delimiter", delimiter);
                };
        return new CsvFormat(d, quote.isEmpty() ? 0 : one("quote", quote));
    }

    private static char one(String setting, String value) {
        if (value.length() == 1) return value.charAt(0);
        throw new IllegalArgumentException("'" + setting + "' must be one character, and '" + value + "' is not");
    }
}
