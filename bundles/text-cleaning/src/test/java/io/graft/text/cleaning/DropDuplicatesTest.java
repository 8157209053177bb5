package io.graft.text.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DropDuplicatesTest {
    private final DropDuplicates type = new DropDuplicates();
    private final TextBuffer buffer = new TextBuffer();

    @Test
    void aTextSeenBeforeIsDroppedInTrainingOnly() {
        Cleaner cleaner = type.create(new DropDuplicates.Settings(false), null);
        assertTrue(cleaner.trainingOnly());
        assertTrue(clean(cleaner, "one"));
        assertTrue(clean(cleaner, "One"));
        assertFalse(clean(cleaner, "one"));
        assertTrue(clean(cleaner, ""));
        assertFalse(clean(cleaner, ""));
    }

    @Test
    void caseIsIgnoredWhenAskedTo() {
        Cleaner cleaner = type.create(new DropDuplicates.Settings(true), null);
        assertTrue(clean(cleaner, "Stra\u00dfe \u0394"));
        assertFalse(clean(cleaner, "STRA\u00dfE \u03b4"));
        assertTrue(clean(cleaner, "strasse \u03b4"));
    }

    @Test
    void eachPassOverTheDataBeginsAnew() {
        var settings = new DropDuplicates.Settings(false);
        assertTrue(clean(type.create(settings, null), "one"));
        assertTrue(clean(type.create(settings, null), "one"));
    }

    @Test
    void oneTextMoreOrLessIsNeverMistaken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Cleaner cleaner = type.create(new DropDuplicates.Settings(false), null);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            String text = Integer.toString(random.nextInt(60_000), 36);
            assertEquals(seen.add(text), clean(cleaner, text), () -> "seed " + seed + ", text " + text);
        }
    }

    @Test
    void theSetKnowsZeroAndNumbersThatShareASlot() {
        HashSet128 set = new HashSet128();
        assertTrue(set.add(0, 0));
        assertFalse(set.add(0, 0));
        for (int i = 1; i < 3000; i++) assertTrue(set.add(i, 5));
        for (int i = 1; i < 3000; i++) assertFalse(set.add(i, 5));
    }

    private boolean clean(Cleaner cleaner, String text) {
        buffer.set(text);
        return cleaner.clean(buffer);
    }
}
