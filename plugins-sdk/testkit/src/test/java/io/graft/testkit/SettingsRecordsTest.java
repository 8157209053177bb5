package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.graph.Activation;
import io.graft.api.settings.Default;
import io.graft.api.settings.Units;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings as the platform would make them. */
class SettingsRecordsTest {

    record Sample(
            Units units,
            @Default("leaky-relu") Activation activation,
            @Default("2ms") Duration delay,
            @Default("1, 2.5") List<Double> weights,
            @Default("true") boolean bias,
            Optional<Integer> most) {}

    @Test
    void whatIsNotGivenHasItsDefault() {
        assertEquals(
                new Sample(
                        Units.of(4),
                        Activation.LEAKY_RELU,
                        Duration.ofMillis(2),
                        List.of(1.0, 2.5),
                        true,
                        Optional.empty()),
                SettingsRecords.of(Sample.class, "units", "4"));
    }

    @Test
    void givenSettingsReplaceDefaults() {
        Sample sample =
                SettingsRecords.of(Sample.class, "units", "classes", "activation", "GELU", "weights", "", "most", "3");
        assertEquals("classes", sample.units().toString());
        assertEquals(Activation.GELU, sample.activation());
        assertEquals(List.of(), sample.weights());
        assertEquals(Optional.of(3), sample.most());
    }

    @Test
    void missingAndUnknownNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Sample.class));
        assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Sample.class, "units", "4", "unit", "4"));
    }
}
