package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("length", "size", "language", "cross-entropy", "k");

    @Test
    void aSlipFindsItsWord() {
        assertEquals(Optional.of("length"), Nearest.to("lenght", KNOWN));
        assertEquals(Optional.of("size"), Nearest.to("Size", KNOWN));
        assertEquals(Optional.of("cross-entropy"), Nearest.to("crossentropy", KNOWN));
        assertEquals(Optional.of("size"), Nearest.to("sze", KNOWN));
    }

    @Test
    void anotherWordFindsNone() {
        assertEquals(Optional.empty(), Nearest.to("optimizer", KNOWN));
        assertEquals(Optional.empty(), Nearest.to("a".repeat(10_000), KNOWN));
        assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    }
}
