package io.graft.sources.files;

/** Reads numbers as data files write them. */
final class Numbers {
    private Numbers() {}

    /** A finite decimal number, with blanks around it or not. */
    static float parse(String text, String column) throws BadRow {
        String t = text.strip();
        if (t.isEmpty()) throw new BadRow("has no number in column '" + column + "'");
        try {
            // Java reads "1f", "0x1p3" and "NaN" as well
            if (t.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
                float f = Float.parseFloat(t);
                if (Float.isFinite(f)) return f;
                throw new BadRow("has '" + shown(t) + "' in column '" + column + "', which is too large");
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadRow("has '" + shown(t) + "' in column '" + column + "', where a number must be");
    }

    /** A piece of text that fits into a message. */
    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
