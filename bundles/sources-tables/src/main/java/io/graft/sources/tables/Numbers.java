package io.graft.sources.tables;

/** Reads numbers as tables write them. */
final class Numbers {
    private Numbers() {}

    /** A finite decimal number; NaN when the text is none. */
    static float parse(String text) {
        // Java reads "1f", "0x1p3" and "NaN" as well
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) return Float.NaN;
        }
        try {
            float f = Float.parseFloat(text);
            return Float.isFinite(f) ? f : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
