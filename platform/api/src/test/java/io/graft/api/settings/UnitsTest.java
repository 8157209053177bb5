package io.graft.api.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @Test
    void aNumberOrTheNumberOfClasses() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 10));
        assertEquals(128, Units.parse(" 128 ").in(g));
        assertEquals(10, Units.parse("classes").in(g));
        assertEquals("classes", Units.parse("classes").toString());
        assertEquals(Units.of(5), Units.parse("5"));
        assertEquals("5", Units.of(5).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "1.5", "Classes", "", "99999999999", "labels"})
    void whatIsNeitherIsRefused(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Units.parse(text));
        assertTrue(e.getMessage().contains("'classes'"), e.getMessage());
    }

    @Test
    void withoutClassesAPersonIsToldToWriteANumber() {
        GraphBuilder g = new GraphBuilder(Map.of());
        try (GraphBuilder.Scope s = g.scope("layers.0.dense", "model.layers[0]")) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> Units.parse("classes").in(g));
            assertEquals(ErrorCode.BAD_SETTING, e.code());
            assertEquals("model.layers[0]", e.at());
        }
    }

    @Test
    void bothOrNeitherIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Units(3, "classes"));
        assertThrows(IllegalArgumentException.class, () -> new Units(0, ""));
        assertThrows(IllegalArgumentException.class, () -> Units.of(-1));
    }
}
