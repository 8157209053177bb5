package io.graft.text.cleaning;

import java.text.Normalizer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * For every code point, how it behaves under a normalization form: learned from {@link Normalizer}, a block at a time, when it is
 * first met.
 *
 * <p><b>Threading.</b> Thread-safe; two threads may learn the same block, to the same effect.
 */
final class NormalizationTable {
    /** Nothing before this code point can change by it, nor it by anything before. */
    static final int BOUNDARY = 1;

    /** Alone it is already normal. */
    static final int STABLE = 2;

    private static final int BLOCK = 256;

    private final Normalizer.Form form;
    private final AtomicReferenceArray<byte[]> blocks =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / BLOCK);

    private NormalizationTable(Normalizer.Form form) {
        this.form = form;
    }

    static NormalizationTable of(Clean.Unicode unicode) {
        return new NormalizationTable(Normalizer.Form.valueOf(unicode.name()));
    }

    Normalizer.Form form() {
        return form;
    }

    int of(int codePoint) {
        int block = codePoint / BLOCK;
        byte[] flags = blocks.get(block);
        if (flags == null) {
            flags = learn(block * BLOCK);
            blocks.set(block, flags);
        }
        return flags[codePoint % BLOCK];
    }

    private byte[] learn(int first) {
        byte[] flags = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            String alone = Character.toString(first + i);
            int flag = begins(Normalizer.normalize(alone, Normalizer.Form.NFKD).codePointAt(0)) ? BOUNDARY : 0;
            if (Normalizer.normalize(alone, form).equals(alone)) flag |= STABLE;
            flags[i] = (byte) flag;
        }
        return flags;
    }

    /** Whether what begins so, decomposed, combines with nothing before it: neither a mark, nor a later part of a syllable. */
    private static boolean begins(int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> {
                return false;
            }
            default -> {
                boolean hangul =
                        codePoint >= 0x1160 && codePoint <= 0x11ff || codePoint >= 0xd7b0 && codePoint <= 0xd7ff;
                boolean kiratRai = codePoint >= 0x16d63 && codePoint <= 0x16d6a;
                return !hangul && !kiratRai;
            }
        }
    }
}
